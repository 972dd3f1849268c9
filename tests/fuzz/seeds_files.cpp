// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/internal/predictions_csv.h"
#include "core/notes/study_note.h"
#include "core/severity/severity_model.h"
#include "tests/core/intake/tar_writer.h"
#include "tests/core/intake/zip_writer.h"
#include "tests/fuzz/seeds.h"
#include "tests/support/known_faults.h"
#include "tests/support/torch_writer.h"
#include "tests/support/toy_gate.h"

#include <QJsonDocument>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace ccad::fuzz {

namespace {

using namespace test;

void append(std::vector<Seed>& seeds, const std::vector<KnownFault>& faults)
{
    for (const KnownFault& fault : faults)
        seeds.push_back({QString::fromLatin1(fault.name), fault.bytes});
}

QByteArray zipOf(const ZipEntries& entries, bool isEncrypted = false)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"archive"_s);
    writeZip(path, entries, isEncrypted);
    return contentOf(path);
}

QByteArray compact(const QJsonObject& json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

ModelManifest manifest()
{
    ModelManifest manifest;
    manifest.name = u"toy"_s;
    manifest.version = u"1.0.0"_s;
    manifest.classes = {{u"covid"_s, u"COVID-19"_s}, {u"normal"_s, u"Normal"_s}};
    manifest.minimumAgeYears = 18;
    manifest.weightsSha256 = manifest.gateSha256 = manifest.severitySha256 = QString(64, u'a');
    manifest.audit = {AuditSummary::Colour::Amber, u"It looks beside the lungs."_s};
    manifest.operatingPoints = {{0.9, 0.3, {0.9, 0.8, 0.95}, {0.7, 0.6, 0.8}, 40, 60}};
    manifest.predictionSets = PredictionSets{0.9, 1, {0.1, 0.2}, {40, 60}};
    return manifest;
}

WeightMap twoTensors()
{
    return {{{"bias", {{2}, {0.5F, -1}}}, {"weight", {{1, 2}, {2, 3}}}}, {{"padding", "torch"}}};
}

QByteArray predictions()
{
    ScoredItem item;
    item.item.file = u"/data/covid/1.png"_s;
    item.item.label = 0;
    item.item.patient = u"p1"_s;
    item.item.source = u"hospital"_s;
    item.probabilities = {0.75F, 0.25F};
    return predictionsCsv({item, item}, manifest().classes, u"/data"_s);
}

QByteArray notes()
{
    const std::vector<Measurement> measurements
        = {{Measurement::Kind::Length, {{1, 2}, {3, 4}}},
           {Measurement::Kind::Angle, {{1, 2}, {3, 4}, {5, 6}}}};
    return QJsonDocument(toJson(measurements)).toJson(QJsonDocument::Compact);
}

} // namespace

std::vector<Seed> archiveSeeds()
{
    const QByteArray film(300, 'x');
    const QByteArray inner = zipOf({{"0001.dcm", film}, {"README.TXT", "read me"}});
    const QByteArray tar = tarOf({{"day/", {}}, {"day/0001.dcm", film}, {"day/inner.zip", inner}});
    std::vector<Seed> seeds = {
        {u"zip"_s, inner},
        {u"zip_within_zip"_s, zipOf({{"day/inner.zip", inner}, {"day\\0002.dcm", film}})},
        {u"zip_behind_bytes"_s, QByteArray(100, 'M') + inner},
        {u"zip_encrypted"_s, zipOf({{"0001.dcm", film}}, true)},
        {u"zip_of_code_pages"_s, zipOf({{"R\x94ntgen.dcm", film}, {"\x8E\xCA.dcm", film}})},
        {u"zip_empty"_s, QByteArray("PK\x05\x06", 4) + QByteArray(18, '\0')},
        {u"tar"_s, tar},
        {u"tar_packed"_s, gzipOf(tar)},
        {u"film_packed"_s, gzipOf(film)},
        {u"seven_zip"_s, QByteArray::fromHex("377abcaf271c0004") + film},
        {u"rar"_s, QByteArray::fromHex("526172211a0700") + film},
        {u"bzip2"_s,
         QByteArray::fromHex("425a68393141592653594eece83600000251800010400006449080200031064c4101"
                             "a7a9a580bb9431f8bb9229c28482776741b0")},
    };
    append(seeds, knownArchiveFaults());
    return seeds;
}

std::vector<Seed> weightSeeds()
{
    std::vector<Seed> seeds = {
        {u"safetensors"_s, toSafetensors(twoTensors())},
        {u"safetensors_empty"_s, toSafetensors({})},
        {u"torch"_s, torchZip(tensorPickle(1), QByteArray(4, '\0'))},
        {u"pickle"_s, tensorPickle(1)},
        {u"torch_expanded"_s, torchZip(tensorPickle(5), QByteArray(4, '\0'))},
    };
    append(seeds, knownWeightFaults());
    return seeds;
}

std::vector<Seed> documentSeeds()
{
    const auto of = [](char kind, const QByteArray& bytes) { return QByteArray(1, kind) + bytes; };
    PreprocessSpec lungs;
    lungs.lungs.crop = LungPreparation::Crop::Lungs;
    lungs.lungsSha256 = QString(64, u'b');
    const SeverityModel severity(QString(64, u'a'),
                                 {{SeverityScore::Extent, {1, -2, 0.5F}, 3, 1.5},
                                  {SeverityScore::Opacity, {0.5F, 0, 0}, 2.5, 1}});
    return {
        {u"manifest"_s, of(0, compact(toJson(manifest())))},
        {u"preprocessing"_s, of(1, compact(toJson(PreprocessSpec{})))},
        {u"preprocessing_lungs"_s, of(1, compact(toJson(lungs)))},
        {u"network"_s, of(2, compact(toJson(NetworkSpec{})))},
        {u"gate"_s, of(3, Gate(toyGate()).toBytes())},
        {u"severity"_s, of(4, severity.toBytes())},
        {u"csv"_s, of(5, "file,label\r\n\"a \"\"b\"\".png\",covid\r\nc.png;normal\n")},
        {u"csv_semicolons"_s, of(5, "sep=;\nfile;label;age\na.png;covid;57,5\n")},
        {u"csv_utf16"_s, of(5, QByteArray::fromHex("fffe660069006c0065002c006c000a00"))},
        {u"predictions"_s, of(6, predictions())},
        {u"session"_s,
         of(7,
            "{\"format_version\":2,\"current\":\"/a.dcm\",\"studies\":[{\"path\":\"/a.dcm\"}]}")},
        {u"session_of_old"_s,
         of(7,
            "{\"format_version\":1,\"current\":\"\",\"studies\":[{\"path\":\"/"
            "a.dcm\",\"comment\":\"seen\"}]}")},
        {u"notes"_s, of(8, notes())},
        {u"reader_notes"_s, of(8, "[{\"code\":\"frames\",\"text\":\"The file holds 2 frames.\"}]")},
    };
}

} // namespace ccad::fuzz
