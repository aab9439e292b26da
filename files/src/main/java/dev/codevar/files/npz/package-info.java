/**
 * numpy's files, npz and npy, read and written as streams: an array need not fit into memory, nor into 4 GB. {@link NpzReader} and
 * {@link NpyFile} make arrays of files and take nothing on trust; {@link NpzWriter} makes files of arrays, to the byte as numpy
 * does.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.files.npz;
