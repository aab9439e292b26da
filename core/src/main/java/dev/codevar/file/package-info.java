/**
 * Files as a whole: bytes come in, and go out as a file that is there whole or not at all ({@link WholeFile}), or as their hash
 * ({@link Sha256}).
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.file;
