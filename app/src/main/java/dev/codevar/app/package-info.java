/** The {@code codevar} command: turns words on a command line into requests, and what comes of them into files and lines. */
@org.jspecify.annotations.NullMarked
package dev.codevar.app;
