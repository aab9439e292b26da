/** The page's own API: jobs that outlive a connection. */
@org.jspecify.annotations.NullMarked
package dev.codevar.serve.api;
