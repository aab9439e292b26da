/** Writing files so that nothing is ever half-written. */
@org.jspecify.annotations.NullMarked
package dev.codevar.file;
