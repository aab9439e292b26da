/**
 * Processes that end with the one that started them, even where that one is killed. A process writes its number into the
 * environment of one that it starts; that one reads it there, watches, and ends when the other does.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.process;
