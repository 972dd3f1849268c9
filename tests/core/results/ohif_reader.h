// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/results/read_back.h"

#include <map>
#include <stdexcept>

namespace ccad::test {

using namespace Qt::StringLiterals;

/// A measurement as OHIF shows it.
struct OhifMeasurement
{
    QString trackingIdentifier;
    QString trackingUid;
    QStringList labels; ///< "Probability: 87.25 %"
    std::vector<float> graphicData;
    QString referencedSopInstanceUid;
};

struct OhifReport
{
    QStringList referencedImages; ///< SOP Instance UIDs of the image library
    std::vector<OhifMeasurement> measurements;
};

namespace ohif {

/// Where OHIF's code reads a property of undefined, it throws; so does this.
inline DcmItem& needed(DcmItem* item, const char* what)
{
    if (item == nullptr)
        throw std::runtime_error(what);
    return *item;
}

/// `.find(item => item.ConceptNameCodeSequence.CodeValue === code)`: throws at an item without a
/// name that comes before.
inline DcmItem* find(const std::vector<DcmItem*>& items, const char* code)
{
    for (DcmItem* item : items) {
        const auto names = itemsOf(*item, DCM_ConceptNameCodeSequence);
        if (names.empty())
            throw std::runtime_error("ConceptNameCodeSequence is undefined");
        if (textIn(*names.front(), DCM_CodeValue) == QLatin1String(code))
            return item;
    }
    return nullptr;
}

inline QStringList referencedImages(const std::vector<DcmItem*>& root)
{
    DcmItem& library = needed(find(root, "111028"), "no Image Library");
    DcmItem* group = find(contentOf(library), "126200");
    QStringList images;
    if (group == nullptr)
        return images;
    for (DcmItem* item : contentOf(*group))
        for (DcmItem* reference : itemsOf(*item, DCM_ReferencedSOPSequence))
            images << textIn(*reference, DCM_ReferencedSOPInstanceUID);
    return images;
}

/// One content item only becomes an object whose properties can be read; several are an array.
inline DcmItem& only(DcmItem& item, const char* what)
{
    const auto children = contentOf(item);
    if (children.size() != 1)
        throw std::runtime_error(what);
    return *children.front();
}

inline void takeCoordinates(DcmItem& graphic, OhifMeasurement& measurement)
{
    DcmItem& image = only(graphic, "an outline without its image");
    const auto references = itemsOf(image, DCM_ReferencedSOPSequence);
    if (references.size() != 1)
        throw std::runtime_error("an outline without one referenced image");
    measurement.referencedSopInstanceUid
        = textIn(*references.front(), DCM_ReferencedSOPInstanceUID);
    measurement.graphicData = graphicData(graphic);
}

inline QString labelOf(DcmItem& number)
{
    DcmItem& name = *itemsOf(number, DCM_ConceptNameCodeSequence).front();
    const auto values = itemsOf(number, DCM_MeasuredValueSequence);
    if (values.size() != 1)
        throw std::runtime_error("a number without one value");
    const QString unit = codeIn(*values.front(), DCM_MeasurementUnitsCodeSequence);
    const double value = textIn(*values.front(), DCM_NumericValue).toDouble();
    return u"%1: %2 %3"_s.arg(textIn(name, DCM_CodeMeaning), QString::number(value, 'f', 2), unit);
}

inline OhifMeasurement measurementOf(const std::vector<DcmItem*>& group)
{
    OhifMeasurement measurement;
    DcmItem* graphic = nullptr;
    DcmItem* uid = nullptr;
    for (DcmItem* item : group) {
        const QString type = textIn(*item, DCM_ValueType);
        if (type == QLatin1String("SCOORD") && graphic == nullptr)
            graphic = item;
        if (type == QLatin1String("UIDREF") && uid == nullptr)
            uid = item;
    }
    measurement.trackingUid = textIn(needed(uid, "no UIDREF"), DCM_UID);
    measurement.trackingIdentifier
        = textIn(needed(find(group, "112039"), "no Tracking Identifier"), DCM_TextValue);
    if (graphic != nullptr)
        takeCoordinates(*graphic, measurement);
    for (DcmItem* item : group) {
        if (textIn(*item, DCM_ValueType) != QLatin1String("NUM"))
            continue;
        if (graphic == nullptr)
            takeCoordinates(only(*item, "a number without a region"), measurement);
        measurement.labels << labelOf(*item);
    }
    return measurement;
}

} // namespace ohif

/// Walks a report in the steps of OHIF's getSopClassHandlerModule and throws std::runtime_error
/// where that throws or warns instead of showing it.
[[nodiscard]] inline OhifReport readAsOhif(DcmDataset& dataset)
{
    const QStringList shown
        = {u"1.2.840.10008.5.1.4.1.1.88.11"_s, u"1.2.840.10008.5.1.4.1.1.88.22"_s,
           u"1.2.840.10008.5.1.4.1.1.88.33"_s, u"1.2.840.10008.5.1.4.1.1.88.34"_s};
    if (!shown.contains(textIn(dataset, DCM_SOPClassUID)))
        throw std::runtime_error("a SOP class that is not handled");
    if (nameIn(dataset) != QLatin1String("126000"))
        throw std::runtime_error("no Imaging Measurement Report");
    const auto root = contentOf(dataset);
    OhifReport report;
    report.referencedImages = ohif::referencedImages(root);
    DcmItem& all = ohif::needed(ohif::find(root, "126010"), "no Imaging Measurements");
    std::map<QString, std::vector<DcmItem*>> groups; // merged by their tracking UIDs
    QStringList order;
    for (DcmItem* group : contentOf(all)) {
        if (nameIn(*group) != QLatin1String("125007"))
            continue;
        const auto items = contentOf(*group);
        DcmItem& uid = ohif::needed(ohif::find(items, "112040"), "no Tracking Unique Identifier");
        const QString key = textIn(uid, DCM_UID);
        if (!groups.contains(key))
            order << key;
        auto& merged = groups[key];
        merged.insert(merged.end(), items.begin(), items.end());
    }
    for (const QString& key : order)
        report.measurements.push_back(ohif::measurementOf(groups[key]));
    return report;
}

} // namespace ccad::test
