/** The command that serves: model sets and options of the command line come in, a server runs until it is told to stop. */
@org.jspecify.annotations.NullMarked
package dev.codevar.app.serving;
