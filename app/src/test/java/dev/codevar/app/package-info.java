/** Tests of the command line, each through the command line itself. */
@org.jspecify.annotations.NullMarked
package dev.codevar.app;
