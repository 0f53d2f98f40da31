/** A page of files that were brought in. */
