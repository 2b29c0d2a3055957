/** Longest sides, in px, a picture is kept in. */
export const pictureEdges = [96, 360, 768, 1440] as const
