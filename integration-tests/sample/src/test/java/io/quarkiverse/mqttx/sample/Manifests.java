package io.quarkiverse.mqttx.sample;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.StreamSupport;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;

/** What the build has written for Kubernetes. */
record Manifests(String text) {

    static Manifests read() {
        try {
            return new Manifests(Files.readString(Path.of("target", "kubernetes", "kubernetes.yml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonArray all() {
        JsonArray documents = new JsonArray();
        new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text).forEach(documents::add);
        return documents;
    }

    JsonObject the(String kind) {
        return StreamSupport.stream(all().spliterator(), false).map(Manifests::object)
                .filter(document -> kind.equals(document.getString("kind")))
                .reduce((one, another) -> {
                    throw new IllegalStateException("there is more than one " + kind);
                })
                .orElseThrow(() -> new IllegalStateException("there is no " + kind));
    }

    JsonObject pod() {
        return object(at("/spec/template/spec", the("StatefulSet")));
    }

    JsonObject container() {
        return object(at("/containers/0", pod()));
    }

    /** The configuration of the application as the config map holds it. */
    Properties configuration() {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(configurationFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    String configurationFile() {
        return (String) at("/data/application.properties", the("ConfigMap"));
    }

    static Object at(String pointer, JsonObject document) {
        return JsonPointer.from(pointer).queryJson(document);
    }

    @SuppressWarnings("unchecked")
    private static JsonObject object(Object value) {
        return value instanceof Map<?, ?> map ? new JsonObject((Map<String, Object>) map) : (JsonObject) value;
    }
}
