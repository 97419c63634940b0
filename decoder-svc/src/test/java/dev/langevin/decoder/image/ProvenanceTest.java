package dev.langevin.decoder.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class ProvenanceTest {
  private static final String IPTC = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";

  @Test
  void statement_isXmpWithTheSourceType() throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    Element description =
        (Element)
            factory
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(Provenance.statement("1.0 <\"&"))))
                .getElementsByTagNameNS(
                    "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "Description")
                .item(0);

    assertThat(description.getAttributeNS(IPTC, "DigitalSourceType"))
        .isEqualTo("http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia");
    assertThat(description.getAttributeNS("http://ns.adobe.com/xap/1.0/", "CreatorTool"))
        .isEqualTo("langevin 1.0 <\"&");
  }

  @Test
  void write_statement_isAnUncompressedInternationalText() {
    Rgb pixel = new Rgb(1, 1, new byte[3]);
    byte[] png = PngWriter.write(pixel, Map.of(Provenance.KEYWORD, Provenance.statement("1")));

    assertThat(new String(png, StandardCharsets.UTF_8))
        .contains("iTXtXML:com.adobe.xmp\0\0\0\0\0<?xpacket begin=\"\uFEFF\"")
        .contains("<?xpacket end=\"r\"?>");
  }
}
