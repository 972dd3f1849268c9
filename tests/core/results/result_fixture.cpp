// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/results/result_fixture.h"

#include "core/base/files.h"
#include "core/imaging/picture_identity.h"
#include "core/imaging/reading/reader.h"
#include "core/results/map_regions.h"
#include "tests/support/dicom_writer.h"
#include "tests/support/phantom.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <QTemporaryDir>

#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad::test {

namespace {

constexpr int cells = 7;

const char* sopClassOf(const FilmFixture& fixture)
{
    if (fixture.modality == "CR")
        return UID_ComputedRadiographyImageStorage;
    if (fixture.modality != "SC")
        return UID_DigitalXRayImageStorageForPresentation;
    if (fixture.frames == 1)
        return UID_SecondaryCaptureImageStorage;
    return fixture.bits > 8 ? UID_MultiframeGrayscaleWordSecondaryCaptureImageStorage
                            : UID_MultiframeGrayscaleByteSecondaryCaptureImageStorage;
}

void putTags(DcmDataset& dataset, const FilmFixture& fixture)
{
    const auto put = [&dataset](const DcmTagKey& tag, const QByteArray& value) {
        dataset.putAndInsertString(tag, value.constData());
    };
    put(DCM_SOPClassUID, sopClassOf(fixture));
    put(DCM_Modality, fixture.modality == "SC" ? QByteArray("OT") : fixture.modality);
    if (!fixture.charset.isEmpty())
        put(DCM_SpecificCharacterSet, fixture.charset);
    put(DCM_PatientName, fixture.patientName);
    put(DCM_PatientID, "CXR-0042");
    put(DCM_PatientBirthDate, "19610502");
    put(DCM_PatientSex, "F");
    put(DCM_StudyDate, "20261130");
    put(DCM_StudyTime, "081500");
    put(DCM_AcquisitionDate, "20261130");
    put(DCM_AcquisitionTime, "082311.25");
    put(DCM_StudyID, "S1");
    put(DCM_AccessionNumber, "A-77");
    put(DCM_ReferringPhysicianName, "");
    put(DCM_TimezoneOffsetFromUTC, "+0100");
    put(DCM_PatientOrientation, fixture.orientation);
    put(DCM_BurnedInAnnotation, fixture.burnedIn);
    if (fixture.tags)
        fixture.tags(dataset);
}

SaliencyMap hill(double centreX, double centreY)
{
    SaliencyMap map{cells, cells, {}};
    for (int y = 0; y < cells; ++y)
        for (int x = 0; x < cells; ++x) {
            const double dx = (x + 0.5) / cells - centreX;
            const double dy = (y + 0.5) / cells - centreY;
            map.values.push_back(static_cast<float>(std::exp(-20 * (dx * dx + dy * dy))));
        }
    return normalised(map);
}

results::ClassResult madeUpClass(const ModelClass& known, double probability,
                                 const SaliencyMap& map)
{
    results::ClassResult one;
    one.name = known.name;
    one.title = known.title;
    one.code = results::codeOfClass(known);
    one.probability = probability;
    one.map = {map, {}};
    one.regions = results::mapRegions(one.map, 0.5);
    return one;
}

} // namespace

QByteArray filmFile(const FilmFixture& fixture)
{
    DicomSpec spec;
    spec.columns = fixture.columns;
    spec.rows = fixture.rows;
    spec.frames = fixture.frames;
    spec.bitsAllocated = fixture.bits > 8 ? 16 : 8;
    spec.bitsStored = fixture.bits;
    spec.highBit = fixture.bits - 1;
    spec.photometric = fixture.inverted ? u"MONOCHROME1"_s : u"MONOCHROME2"_s;
    const int white = (1 << fixture.bits) - 1;
    for (int frame = 0; frame < fixture.frames; ++frame)
        for (const std::int32_t value : drawChest(spec.columns, spec.rows, white))
            spec.values.push_back(fixture.inverted ? white - value : value);
    spec.tags = [&fixture](DcmDataset& dataset) { putTags(dataset, fixture); };
    return writeDicom(spec);
}

results::FilmResult madeUpResult(int label, GateDecision::Kind gate)
{
    const std::vector<ModelClass> known = {{u"covid"_s, u"COVID-19 pneumonia"_s},
                                           {u"normal"_s, u"No finding"_s},
                                           {u"pneumonia"_s, u"Other pneumonia"_s}};
    const SaliencyMap flat{cells, cells, std::vector<float>(cells * cells, 0.0F)};
    const SaliencyMap maps[] = {hill(0.7, 0.5), hill(0.0, 0.1), flat};
    results::FilmResult result;
    for (int i = 0; i < 3; ++i) {
        const int place = (i - label + 3) % 3; // the label has the hill in the film
        const double probabilities[] = {0.872519, 0.1, 0.027481};
        result.classes.push_back(
            madeUpClass(known[static_cast<std::size_t>(i)], probabilities[place], maps[place]));
    }
    result.label = label;
    result.positive = label == 0;
    result.threshold = 0.61;
    result.temperature = 1.25;
    result.modelName = u"made-up"_s;
    result.modelVersion = u"1.2.0"_s;
    result.modelSha256 = u"5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9"_s;
    result.gateSha256 = u"6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"_s;
    result.programVersion = u"0.1.0"_s;
    result.gate = GateDecision{gate, {}, 0.5};
    if (gate != GateDecision::Kind::Accepted)
        result.gate->reasons << u"The picture is unlike the training images."_s;
    if (gate == GateDecision::Kind::Warned)
        result.warnings << result.gate->reasons;
    if (gate == GateDecision::Kind::Refused) {
        result.status = Finding::Status::Refused;
        result.reason = result.gate->reasons.join(u' ');
    } else {
        result.possible = std::vector<int>{label, (label + 1) % 3};
        result.coverage = 0.9;
    }
    result.audit = {AuditSummary::Colour::Amber, u"The source tells part of the class."_s};
    result.saliencyGrade = u"fair"_s;
    result.saliencyWords = u"The lungs were not found."_s;
    return result;
}

namespace {

results::FilmSource sourceIn(const QString& path)
{
    auto source = results::readFilmSource(path);
    if (!source)
        qFatal("%s", qPrintable(source.error().message));
    return *std::move(source);
}

Radiograph radiographIn(const QString& path)
{
    auto radiograph = readRadiograph(path);
    if (!radiograph)
        qFatal("%s", qPrintable(radiograph.error().message));
    return *std::move(radiograph);
}

} // namespace

ReadyFilm::ReadyFilm(const FilmFixture& fixture, const results::FilmResult& result)
    : m_result(result), m_uids({}, {}, result)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"film.dcm"_s);
    if (!writeFileAtomically(path, filmFile(fixture)))
        qFatal("The film cannot be written.");
    m_source = sourceIn(path);
    m_radiograph = radiographIn(path);
    m_source.pixelChecksum = pixelChecksum(m_radiograph);
    m_uids = results::ResultUids(m_source, u"picture"_s, m_result);
}

results::ObjectRequest ReadyFilm::request() const
{
    return {m_source, m_result, m_uids, m_radiograph, {m_radiograph.initialVoi}, {}};
}

results::ResultObject madeObject(results::ObjectKind kind, const results::ObjectRequest& request)
{
    for (const results::ObjectMaker& maker : results::objectMakers()) {
        if (maker.kind != kind)
            continue;
        auto object = maker.make(request);
        if (!object)
            qFatal("%s", qPrintable(object.error().message));
        return *std::move(object);
    }
    qFatal("There is no maker of that kind.");
}

} // namespace ccad::test
