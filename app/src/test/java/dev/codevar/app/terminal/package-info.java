/** Tests of what a person sees while a command runs. */
@org.jspecify.annotations.NullMarked
package dev.codevar.app.terminal;
