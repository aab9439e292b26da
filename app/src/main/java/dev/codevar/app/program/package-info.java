/**
 * The program that runs, for whoever compares or starts it again. A device or a command line comes in; the version, the kernels
 * that compute here and the words of another process go out.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.app.program;
