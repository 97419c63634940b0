package dev.langevin.client.show;

import java.awt.image.BufferedImage;
import java.util.Base64;

/**
 * The graphics protocol of kitty: the PNG file in Base64, in pieces. A picture that is painted
 * again takes the place of the one before, and the terminal is told not to answer.
 */
record KittyPainter(int id) implements Painter {
  private static final int PIECE = 4096;
  private static final int IDS = 1 << 24;

  /** With an identity that other processes' pictures hardly have. */
  KittyPainter() {
    this(1 + (int) (ProcessHandle.current().pid() % (IDS - 1)));
  }

  @Override
  public String paint(byte[] png, BufferedImage picture, Box box) {
    String data = Base64.getEncoder().encodeToString(png);
    StringBuilder text = new StringBuilder();
    String keys = "a=T,f=100,q=2,C=1,i=%d,p=1,c=%d,r=%d,".formatted(id, box.columns(), box.rows());
    for (int at = 0; at < data.length(); at += PIECE) {
      int end = Math.min(data.length(), at + PIECE);
      text.append("\033_G").append(at == 0 ? keys : "");
      text.append(end < data.length() ? "m=1;" : "m=0;");
      text.append(data, at, end).append("\033\\");
    }
    return text.toString();
  }
}
