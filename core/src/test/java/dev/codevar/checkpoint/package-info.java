/** Tests of checkpoint files; {@link dev.codevar.checkpoint.PthFiles} makes such files for other tests too. */
@org.jspecify.annotations.NullMarked
package dev.codevar.checkpoint;
