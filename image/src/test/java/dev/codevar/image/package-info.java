/** What a container's engine does with the image: lay its layers over each other and start its command there. */
@org.jspecify.annotations.NullMarked
package dev.codevar.image;
