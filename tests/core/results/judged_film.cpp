// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/results/judged_film.h"

#include "core/imaging/reading/reader.h"
#include "core/results/map_regions.h"
#include "tests/support/phantom.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcuid.h>

#include <QFile>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad::test {
namespace {

constexpr int cells = 7;

/// A hill of values at (x, y), fractions of the film.
PlacedMap hill(double x, double y)
{
    SaliencyMap map{cells, cells, {}};
    for (int row = 0; row < cells; ++row)
        for (int column = 0; column < cells; ++column) {
            const double away = std::hypot((column + 0.5) / cells - x, (row + 0.5) / cells - y);
            map.values.push_back(static_cast<float>(std::exp(-away * away / 0.03)));
        }
    return {normalised(map), {}};
}

void putTags(DcmDataset& d, const FilmKind& kind)
{
    const auto put = [&d](const DcmTagKey& tag, const char* value) {
        d.putAndInsertString(tag, value);
    };
    put(DCM_SOPClassUID, kind.sopClassUid ? kind.sopClassUid
                                          : UID_DigitalXRayImageStorageForPresentation);
    put(DCM_Modality, kind.modality);
    if (!kind.charset.isEmpty())
        put(DCM_SpecificCharacterSet, kind.charset.constData());
    put(DCM_PatientName, kind.patientName.constData());
    put(DCM_PatientBirthDate, "19500203");
    put(DCM_PatientSex, "F");
    put(DCM_StudyDate, "20260102");
    put(DCM_StudyTime, "101112");
    put(DCM_AcquisitionDate, "20260102");
    put(DCM_AcquisitionTime, "101500");
    put(DCM_AccessionNumber, "A1");
    put(DCM_StudyID, "S1");
    put(DCM_PatientOrientation, "L\\F");
    put(DCM_ImagerPixelSpacing, "0.2\\0.2");
    if (kind.tags)
        kind.tags(d);
}

Radiograph read(const QByteArray& bytes, results::FilmSource& film)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"film.dcm"_s);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("Cannot write the film");
    file.close();
    auto source = results::readFilmSource(path);
    auto radiograph = readRadiograph(path);
    if (!source || !radiograph)
        qFatal("Cannot read the film back");
    film = *std::move(source);
    return *std::move(radiograph);
}

LungMask twoLungs()
{
    LungMask mask{28, 28, {}};
    for (int row = 0; row < mask.rows; ++row)
        for (int column = 0; column < mask.columns; ++column) {
            const double x = (column + 0.5) / mask.columns;
            const double y = (row + 0.5) / mask.rows;
            const double away = std::min(std::hypot((x - 0.3) / 0.15, (y - 0.5) / 0.33),
                                         std::hypot((x - 0.7) / 0.15, (y - 0.5) / 0.33));
            mask.probability.push_back(static_cast<float>(std::clamp(1.5 - away, 0.0, 1.0)));
        }
    return mask;
}

results::ClassResult classOf(const char* name, const char* title, double probability, PlacedMap map)
{
    results::ClassResult one;
    one.name = QString::fromLatin1(name);
    one.title = QString::fromLatin1(title);
    one.code = {u"class-"_s + one.name, u"99CCAD"_s, one.title};
    one.probability = probability;
    one.map = std::move(map);
    one.regions = results::mapRegions(one.map, 0.5);
    return one;
}

} // namespace

QByteArray filmBytes(const FilmKind& kind)
{
    DicomSpec spec;
    spec.columns = kind.columns;
    spec.rows = kind.rows;
    spec.bitsAllocated = kind.bits <= 8 ? 8 : 16;
    spec.bitsStored = kind.bits;
    spec.highBit = kind.bits - 1;
    spec.photometric = kind.isMonochrome1 ? u"MONOCHROME1"_s : u"MONOCHROME2"_s;
    const int white = (1 << kind.bits) - 1;
    spec.values = drawChest(kind.columns, kind.rows, white);
    if (kind.isMonochrome1)
        for (std::int32_t& value : spec.values)
            value = white - value;
    spec.tags = [&kind](DcmDataset& d) { putTags(d, kind); };
    return writeDicom(spec);
}

results::FilmResult threeClasses(int label)
{
    results::FilmResult result;
    result.classes = {classOf("normal", "Normal", 0.05, hill(0.3, 0.4)),
                      classOf("covid", "COVID-19 pneumonia", 0.15, hill(0.5, 0.3)),
                      classOf("other", "Other pneumonia", 0.05, hill(0.2, 0.7))};
    results::ClassResult& chosen = result.classes[static_cast<std::size_t>(label)];
    chosen = classOf(chosen.name.toLatin1().constData(), chosen.title.toLatin1().constData(), 0.9,
                     hill(0.7, 0.6));
    result.label = label;
    result.positiveClass = 1;
    result.positive = label == 1;
    result.modelName = u"made-up"_s;
    result.modelVersion = u"1.2.3"_s;
    result.modelSha256 = u"aa"_s.repeated(32);
    result.programVersion = u"0.1.0"_s;
    return result;
}

JudgedChest::JudgedChest(const FilmKind& kind, int label)
    : bytes(filmBytes(kind)), result(threeClasses(label)), lungs(twoLungs())
{
    radiograph = read(bytes, film);
}

Result<results::ResultObject> makeObject(results::ObjectKind kind,
                                         const results::ObjectRequest& request)
{
    for (const results::ObjectMaker& maker : results::objectMakers())
        if (maker.kind == kind)
            return maker.make(request);
    return Error{ErrorCode::Internal, u"no maker"_s, {}};
}

results::ResultObject JudgedChest::make(results::ObjectKind kind) const
{
    return make(kind, {radiograph.initialVoi});
}

results::ResultObject JudgedChest::make(results::ObjectKind kind,
                                        const results::ShownAs& shown) const
{
    const results::ResultUids uids(film, u"picture"_s, result);
    const auto made = makeObject(kind, {film, result, uids, radiograph, shown, lungs});
    if (!made)
        qFatal("%s", qPrintable(made.error().message));
    return *made;
}

} // namespace ccad::test
