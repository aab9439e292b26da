/** What a client wishes comes in as named values; jobs of the engine come out, with their previews, pictures and times. */
@org.jspecify.annotations.NullMarked
package dev.codevar.serve.draw;
