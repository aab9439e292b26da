/**
 * Pictures as a user has them: 8-bit RGB in memory, files on disk, masks, and sheets with captions. PNG, JPEG, BMP, GIF, WebP and TIFF
 * files come in, hostile ones too; pictures and masks go out, and PNG files with text in them.
 *
 * <p>Plain Java, no tensors. Nothing here needs a display, a font or any global setting.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.picture;
