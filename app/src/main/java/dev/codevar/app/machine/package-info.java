/**
 * This machine and what it computes: {@code doctor}, {@code verify}, {@code bench} and {@code precision}. Models and plans to
 * try come in; times, differences and what is wrong go out.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.app.machine;
