/** What processes that start each other need to know of one another: an environment comes in, the end of a process goes out. */
@org.jspecify.annotations.NullMarked
package dev.codevar.process;
