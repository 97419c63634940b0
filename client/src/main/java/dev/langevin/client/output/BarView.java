package dev.langevin.client.output;

import dev.langevin.client.show.Canvas;
import dev.langevin.v1.Batch;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Progress;
import java.time.Duration;
import java.util.Optional;

/**
 * One line that is redrawn: what is being done, or a bar of the steps. Above it, where the terminal
 * shows such, a picture.
 */
final class BarView implements View {
  private static final String CLEAR_LINE = "\r\033[K";
  private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
  private static final String[] ASCII_SPINNER = {"|", "/", "-", "\\"};
  private static final long REDRAW_MILLIS = 80;

  private final Terminal terminal;
  private final Optional<Canvas> canvas;
  private final Bar bar;
  private final Thread ticker;
  private String line = "";
  private boolean spinning;
  private long since = System.nanoTime();
  private int frame;
  private boolean described;
  private boolean closed;

  BarView(Terminal terminal, Optional<Canvas> canvas) {
    this.terminal = terminal;
    this.canvas = canvas;
    this.bar = new Bar(terminal);
    this.ticker = Thread.ofPlatform().daemon().name("progress").start(this::tick);
  }

  @Override
  public synchronized void stage(String what) {
    if (!what.equals(line) || !spinning) {
      if (!spinning) {
        since = System.nanoTime();
      }
      show(what, true);
    }
  }

  @Override
  public synchronized void state(Generation generation) {
    if (!described && generation.hasRequest()) {
      described = true;
      erase();
      terminal.err().println(dim(describe(generation.getRequest())));
    }
    if (generation.getState() == Generation.State.STATE_QUEUED) {
      int place = generation.getQueuePlace();
      stage("waiting for a free slot" + (place > 0 ? ", " + Text.place(place) : ""));
    } else if (generation.getState() == Generation.State.STATE_RUNNING) {
      progress(generation.getProgress());
    } else {
      clear();
    }
  }

  @Override
  public synchronized void progress(Progress progress) {
    if (progress.getSteps() > 0) {
      if (spinning || line.isEmpty()) {
        since = System.nanoTime();
      }
      show(bar.draw(progress, Duration.ofNanos(System.nanoTime() - since)), false);
    }
  }

  @Override
  public synchronized void picture(byte[] png) {
    if (!closed && canvas.isPresent()) {
      erase();
      canvas.get().show(png);
      draw();
    }
  }

  @Override
  public synchronized void batch(Batch batch) {
    show(bar.draw(batch), false);
  }

  @Override
  public void fetched(long bytes) {
    stage("fetched " + Text.bytes(bytes));
  }

  @Override
  public synchronized void note(String text) {
    erase();
    canvas.ifPresent(Canvas::leave);
    terminal.err().println((terminal.colour() ? "\033[33mnote:\033[0m " : "note: ") + text);
    draw();
  }

  @Override
  public synchronized void clear() {
    erase();
    line = "";
    spinning = false;
    terminal.err().flush();
  }

  @Override
  public synchronized void close() {
    closed = true;
    ticker.interrupt();
    clear();
  }

  private void show(String text, boolean spin) {
    line = text;
    spinning = spin;
    draw();
  }

  private void draw() {
    if (closed || line.isEmpty()) {
      return;
    }
    String text = line;
    if (spinning) {
      String[] frames = terminal.unicode() ? SPINNER : ASCII_SPINNER;
      String elapsed = Text.time(Duration.ofNanos(System.nanoTime() - since));
      text =
          colour(frames[frame % frames.length])
              + " "
              + terminal.cut(line, terminal.columns() - 12)
              + "  "
              + dim(elapsed);
    }
    terminal.err().print(CLEAR_LINE + text);
    terminal.err().flush();
  }

  private void erase() {
    if (!line.isEmpty()) {
      terminal.err().print(CLEAR_LINE);
    }
  }

  private void tick() {
    try {
      while (true) {
        Thread.sleep(REDRAW_MILLIS);
        synchronized (this) {
          if (spinning) {
            frame++;
            draw();
          }
        }
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private String describe(GenerationRequest request) {
    StringBuilder text = new StringBuilder(request.getModel());
    text.append(terminal.dot()).append(Text.size(request.getSize(), terminal));
    text.append(terminal.dot()).append(request.getSteps());
    text.append(request.getSteps() == 1 ? " step " : " steps ").append(request.getSampler());
    text.append(terminal.dot()).append("guidance ");
    text.append(Text.number(request.getGuidanceScale()));
    if (request.getCount() > 1) {
      text.append(terminal.dot()).append(request.getCount()).append(" images");
    }
    return terminal.cut(text.toString(), terminal.columns() - 1);
  }

  private String dim(String text) {
    return terminal.colour() ? "\033[2m" + text + "\033[0m" : text;
  }

  private String colour(String text) {
    return terminal.colour() ? "\033[36m" + text + "\033[0m" : text;
  }
}
