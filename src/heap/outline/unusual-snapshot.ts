// What the short way through a snapshot does not handle. It is no error of the file: the long way handles it, or says
// what is wrong.

/** The snapshot must be read as a whole graph. */
export class UnusualSnapshot extends Error {}
