/** The handful of Stable Diffusion web UI's API that its clients need: its requests come in, its answers go out. */
@org.jspecify.annotations.NullMarked
package dev.codevar.serve.a1111;
