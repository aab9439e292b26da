package dev.codevar.lab.bench;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;

/** Shows a report as a picture of up to four diagrams, under the machine's name. */
public final class BenchChart {
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
    private static final int MACHINE_BASELINE = 90;
    private static final int CEILINGS_BASELINE = 118;
    private static final int PANEL_TITLE_BASELINE = 44;
    private static final int PANEL_TITLE_HEIGHT = 54;

    private static final Font TITLE = new Font(PanelPainter.FONT, Font.BOLD, 30);
    private static final Font PANEL_TITLE = new Font(PanelPainter.FONT, Font.BOLD, 22);
    private static final Font PLAIN = new Font(PanelPainter.FONT, Font.PLAIN, 19);

    private BenchChart() {}

    /**
     * @param report needs two batch sizes, or two numbers of drafted scales, for a line to be drawn
     * @return a PNG, or nothing where there are only single points
     */
    public static Optional<byte[]> png(BenchReport report) {
        List<Panel> panels = Panels.of(report);
        if (panels.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(encoded(image(report, panels)));
    }

    private static BufferedImage image(BenchReport report, List<Panel> panels) {
        int rows = (panels.size() + COLUMNS - 1) / COLUMNS;
        int width = COLUMNS * PANEL_WIDTH;
        BufferedImage image = new BufferedImage(width, HEADER + rows * PANEL_HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, width, image.getHeight());
            graphics.setColor(PanelPainter.INK);
            write(graphics, "CoDe for Java: whole decodes", TITLE, 0, TITLE_BASELINE, width);
            write(graphics, report.machine().line(), PLAIN, 0, MACHINE_BASELINE, width);
            write(graphics, "Ceilings: " + report.ceilings().line(), PLAIN, 0, CEILINGS_BASELINE, width);
            for (int i = 0; i < panels.size(); i++) {
                draw(graphics, panels.get(i), i % COLUMNS * PANEL_WIDTH, HEADER + i / COLUMNS * PANEL_HEIGHT);
            }
        } finally {
            graphics.dispose();
        }
        return image;
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
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
