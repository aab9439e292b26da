/** Tests against files that numpy wrote, and against hostile ones. */
@org.jspecify.annotations.NullMarked
package dev.codevar.files.npz;
