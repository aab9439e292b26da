/** What parts of a run are made of: a block's pictures come in, a file's bytes go out. A {@link dev.codevar.cluster.format.PartFormat} for each kind. */
@org.jspecify.annotations.NullMarked
package dev.codevar.cluster.format;
