package dev.langevin.images;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.Ports;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;

/**
 * An image as a file that {@code docker load} reads.
 *
 * @param reference name and tag
 * @param base a reference with a digest, or empty for none below the layers
 * @param layers by their names, the lowest first
 * @param entrypoint what runs
 * @param environment set for it
 * @param labels of the image
 * @param ports that it listens on
 */
record ImageFile(
    String reference,
    String base,
    Map<String, Tree> layers,
    List<String> entrypoint,
    Map<String, String> environment,
    Map<String, String> labels,
    List<Integer> ports) {

  ImageFile {
    layers = new LinkedHashMap<>(layers);
    environment = new TreeMap<>(environment);
    labels = new TreeMap<>(labels);
  }

  /**
   * Writes it.
   *
   * @param cache where packed layers are kept for the next image that has them
   * @return the image's id, a digest of its configuration, which names the layers
   */
  String write(Path file, Path cache, Platform platform, String user) {
    try {
      JibContainerBuilder image = base.isEmpty() ? Jib.fromScratch() : Jib.from(base);
      image
          .setFormat(ImageFormat.Docker)
          .setPlatforms(
              Set.of(
                  new com.google.cloud.tools.jib.api.buildplan.Platform(
                      platform.docker(), "linux")))
          .setCreationTime(Tree.TIME)
          .setEntrypoint(entrypoint)
          .setEnvironment(environment)
          .setLabels(labels)
          .setExposedPorts(Ports.parse(ports.stream().map(String::valueOf).toList()))
          .setUser(user)
          .setWorkingDirectory(AbsoluteUnixPath.get("/langevin"));
      layers.forEach((name, tree) -> image.addFileEntriesLayer(layer(name, tree)));
      JibContainer built =
          image.containerize(
              Containerizer.to(TarImage.at(file).named(reference))
                  .setToolName("langevin")
                  .setBaseImageLayersCache(cache)
                  .setApplicationLayersCache(cache));
      String id = built.getImageId().toString();
      // What the engine calls it, and its name, for those who want to know whether it has it.
      Files.writeString(
          file.resolveSibling(file.getFileName().toString().replace(".tar", ".id")),
          id + "\n" + reference + "\n");
      return id;
    } catch (InvalidImageReferenceException e) {
      throw ImageException.refused("images.base", base, "machine, or a reference of an image");
    } catch (IOException
        | RegistryException
        | CacheDirectoryCreationException
        | ExecutionException e) {
      throw ImageException.failed("image " + reference, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ImageException.failed("image " + reference, e);
    }
  }

  private static FileEntriesLayer layer(String name, Tree tree) {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
    tree.entries()
        .forEach(
            (target, entry) ->
                layer.addEntry(
                    entry.source(),
                    AbsoluteUnixPath.get(target),
                    FilePermissions.fromOctalString(entry.mode()),
                    Tree.TIME,
                    entry.owner()));
    return layer.build();
  }
}
