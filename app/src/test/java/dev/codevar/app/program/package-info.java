/** Tests of what the program says of itself. */
@org.jspecify.annotations.NullMarked
package dev.codevar.app.program;
