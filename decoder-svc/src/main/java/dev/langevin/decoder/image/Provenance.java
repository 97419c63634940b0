package dev.langevin.decoder.image;

/**
 * What a picture says of where it comes from, for programs that sort, label or publish pictures: an
 * XMP packet (ISO 16684-1) with IPTC's Digital Source Type, trainedAlgorithmicMedia: made by a
 * model that was trained on other media. It is a statement, not a proof: nobody signs it, and
 * whoever has the file can take it out.
 */
public final class Provenance {
  /**
   * Keyword of the text that XMP readers look for in PNG files, in iTXt alone. {@link PngWriter}
   * puts what is not Latin-1 there, and the mark that a packet begins with is not.
   */
  public static final String KEYWORD = "XML:com.adobe.xmp";

  private static final String TEMPLATE =
      """
      <?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
      <x:xmpmeta xmlns:x="adobe:ns:meta/">
      <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
      <rdf:Description rdf:about=""
       xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
       xmlns:xmp="http://ns.adobe.com/xap/1.0/"
       Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
       xmp:CreatorTool="langevin %s"/>
      </rdf:RDF>
      </x:xmpmeta>
      <?xpacket end="r"?>""";

  private Provenance() {}

  /**
   * The packet: bytes that depend on the version alone.
   *
   * @param version of this program
   */
  public static String statement(String version) {
    return TEMPLATE.formatted(
        version.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;"));
  }
}
