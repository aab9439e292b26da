/** The edge: a request comes in as bytes, is guarded, routed and bounded; an answer or a stream of events goes out. */
@org.jspecify.annotations.NullMarked
package dev.codevar.serve.http;
