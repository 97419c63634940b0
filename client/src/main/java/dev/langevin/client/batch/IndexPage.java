package dev.langevin.client.batch;

import dev.langevin.v1.Artifact;
import dev.langevin.v1.BatchResult;
import dev.langevin.v1.Generation.State;
import java.io.IOException;
import java.io.Writer;

/** A page that shows a batch's pictures, written as they come. */
public final class IndexPage {
  private final Writer out;
  private final BatchFolder folder;

  /** Begins a page. */
  public IndexPage(Writer out, BatchFolder folder, String title) throws IOException {
    this.out = out;
    this.folder = folder;
    out.write(
        """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>%s</title>
        <style>
        body { font: 15px/1.4 system-ui, sans-serif; margin: 2rem; background: #f4f1ea; color: #222 }
        main { display: grid; grid-template-columns: repeat(auto-fill, minmax(180px, 1fr)); gap: 1rem }
        figure { margin: 0 }
        img { width: 100%%; display: block; background: #ddd }
        figcaption { padding: .3rem 0; overflow-wrap: anywhere }
        .bad { color: #a22 }
        </style>
        <h1>%s</h1>
        <main>
        """
            .formatted(escaped(title), escaped(title)));
  }

  /** Adds a line. */
  public void add(BatchResult result) throws IOException {
    if (result.getState() == State.STATE_SUCCEEDED) {
      for (Artifact artifact : result.getArtifactsList()) {
        String file = folder.picture(result, artifact).getFileName().toString();
        out.write(
            """
            <figure><a href="%s"><img loading="lazy" src="%s" alt=""></a>
            <figcaption>%s · seed %s</figcaption></figure>
            """
                .formatted(
                    escaped(file),
                    escaped(file),
                    escaped(result.getCustomId()),
                    Integer.toUnsignedString(artifact.getSeed())));
      }
    } else {
      out.write(
          "<figure class=\"bad\"><figcaption>%s: %s</figcaption></figure>\n"
              .formatted(escaped(result.getCustomId()), escaped(why(result))));
    }
  }

  /** Ends the page. */
  public void end() throws IOException {
    out.write("</main>\n</html>\n");
  }

  private static String why(BatchResult result) {
    return result.hasError() ? result.getError().getMessage() : "no picture";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
