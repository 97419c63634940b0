package dev.langevin.runtime.model.fetch;

import dev.langevin.runtime.blob.S3Settings;
import dev.langevin.runtime.blob.StoreLocation;

class FolderDepotTest extends ModelDepotContract {
  @Override
  ModelDepot depot() {
    return ModelDepot.at(new StoreLocation.Folder(folder.resolve("depot")), S3Settings.DEFAULTS);
  }
}
