/**
 * Makes what people get who build nothing. The jars of the program, a JDK and the project's folder come in; a folder that runs
 * wherever it lies, and the archive of it, go out. To be read first: {@link Distribution}.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.dist;
