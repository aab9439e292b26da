package dev.codevar.report.chart;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Diagrams two in a row, under a title and two lines of what they stand on. */
public final class ChartSheet {
    static {
        // Before AWT is first touched: nothing is shown on a screen, and where there is none it must not be looked for.
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
    }

    private static final int COLUMNS = 2;
    private static final int PANEL_WIDTH = 960;
    private static final int PANEL_HEIGHT = 600;
    private static final int MARGIN = 28;
    private static final int HEADER = 132;
    private static final int TITLE_BASELINE = 54;
    private static final int ABOUT_BASELINE = 90;
    private static final int MORE_BASELINE = 118;
    private static final int PANEL_TITLE_BASELINE = 44;
    private static final int PANEL_TITLE_HEIGHT = 54;

    private static final Font TITLE = new Font(PanelPainter.FONT, Font.BOLD, 30);
    private static final Font PANEL_TITLE = new Font(PanelPainter.FONT, Font.BOLD, 22);
    private static final Font PLAIN = new Font(PanelPainter.FONT, Font.PLAIN, 19);

    private ChartSheet() {}

    /**
     * @param title of the whole
     * @param about the line under it
     * @param more the line under that
     * @param panels the diagrams, at least one
     * @return a PNG
     */
    public static byte[] png(String title, String about, String more, List<Panel> panels) {
        int columns = Math.min(COLUMNS, panels.size());
        int rows = (panels.size() + columns - 1) / columns;
        int width = columns * PANEL_WIDTH;
        BufferedImage image = new BufferedImage(width, HEADER + rows * PANEL_HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, width, image.getHeight());
            graphics.setColor(PanelPainter.INK);
            write(graphics, title, TITLE, 0, TITLE_BASELINE, width);
            write(graphics, about, PLAIN, 0, ABOUT_BASELINE, width);
            write(graphics, more, PLAIN, 0, MORE_BASELINE, width);
            for (int i = 0; i < panels.size(); i++) {
                draw(graphics, panels.get(i), i % columns * PANEL_WIDTH, HEADER + i / columns * PANEL_HEIGHT);
            }
        } finally {
            graphics.dispose();
        }
        return encoded(image);
    }

    private static void draw(Graphics2D graphics, Panel panel, int x, int y) {
        write(graphics, panel.title(), PANEL_TITLE, x, y + PANEL_TITLE_BASELINE, PANEL_WIDTH);
        BufferedImage diagram = PanelPainter.paint(panel, PANEL_WIDTH, PANEL_HEIGHT - PANEL_TITLE_HEIGHT);
        graphics.drawImage(diagram, x, y + PANEL_TITLE_HEIGHT, null);
    }

    /** In letters small enough that the line fits into {@code width}. */
    private static void write(Graphics2D graphics, String line, Font font, int x, int baseline, int width) {
        double wanted = graphics.getFontMetrics(font).stringWidth(line);
        double scale = Math.min(1, (width - 2 * MARGIN) / wanted);
        graphics.setFont(font.deriveFont((float) (font.getSize() * scale)));
        graphics.drawString(line, x + MARGIN, baseline);
    }

    private static byte[] encoded(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // ImageIO's own streams cannot be made while the process is asked to end, which is when a training draws its
        // last curves.
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
