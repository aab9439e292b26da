/** OpenAI's Images API: its requests come in, its answers, events and errors go out. */
@org.jspecify.annotations.NullMarked
package dev.codevar.serve.openai;
