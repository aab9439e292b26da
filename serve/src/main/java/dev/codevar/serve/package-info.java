/**
 * The HTTP service. Model sets and options come in; a running server with an address comes out. Its rooms: {@code http} is the edge,
 * {@code draw} turns wishes into jobs of the engine, {@code openai}, {@code api} and {@code a1111} are the ways to speak to it, {@code metrics} tells
 * how it fares.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.serve;
