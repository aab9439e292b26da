/**
 * Files: bytes come in, and go out as a file that is there whole or not at all ({@link WholeFile}), or as their hash
 * ({@link Sha256}). Where only a part of a file is read, {@link OpenFile} reads it;
 * {@link FolderFiles} makes folders and looks into them, and {@link FilePaths} makes paths of what somebody wrote.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.file;
