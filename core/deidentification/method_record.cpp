// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deidentification/internal/method_record.h"

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

struct MethodCode
{
    DeidOption option;
    const char* code;
    const char* meaning;
};

constexpr MethodCode methodCodes[] = {
    {DeidOption::CleanGraphics, "113103", "Clean Graphics Option"},
    {DeidOption::CleanStructuredContent, "113104", "Clean Structured Content Option"},
    {DeidOption::CleanDescriptors, "113105", "Clean Descriptors Option"},
    {DeidOption::RetainFullDates, "113106",
     "Retain Longitudinal Temporal Information Full Dates Option"},
    {DeidOption::RetainModifiedDates, "113107",
     "Retain Longitudinal Temporal Information Modified Dates Option"},
    {DeidOption::RetainPatientCharacteristics, "113108", "Retain Patient Characteristics Option"},
    {DeidOption::RetainDeviceIdentity, "113109", "Retain Device Identity Option"},
    {DeidOption::RetainUids, "113110", "Retain UIDs Option"},
    {DeidOption::RetainSafePrivate, "113111", "Retain Safe Private Option"},
    {DeidOption::RetainInstitutionIdentity, "113112", "Retain Institution Identity Option"},
};

DataElement element(quint32 tag, const char* vr, const QByteArray& value)
{
    return {tag, vr, vr, value, {}, false};
}

DataItem codeItem(const char* code, const char* meaning)
{
    DataItem item;
    item.put(element(0x00080100, "SH", code));
    item.put(element(0x00080102, "SH", "DCM"));
    item.put(element(0x00080104, "LO", meaning));
    return item;
}

QByteArray whatBecameOfDates(DeidOptions options)
{
    if (options.testFlag(DeidOption::RetainFullDates))
        return "UNMODIFIED";
    return options.testFlag(DeidOption::RetainModifiedDates) ? "MODIFIED" : "REMOVED";
}

} // namespace

void recordMethod(DataItem& dataset, DeidOptions options, const QString& edition,
                  bool isPixelDataClean)
{
    dataset.put(element(0x00120062, "CS", "YES"));
    dataset.put(
        element(0x00120063, "LO", u"CCAD: DICOM PS3.15 %1 Annex E"_s.arg(edition).toLatin1()));
    DataElement codes = element(0x00120064, "SQ", {});
    codes.items.push_back(codeItem("113100", "Basic Application Confidentiality Profile"));
    if (isPixelDataClean)
        codes.items.push_back(codeItem("113101", "Clean Pixel Data Option"));
    for (const MethodCode& known : methodCodes)
        if (options.testFlag(known.option))
            codes.items.push_back(codeItem(known.code, known.meaning));
    dataset.put(std::move(codes));
    if (isPixelDataClean)
        dataset.put(element(0x00280301, "CS", "NO"));
    dataset.put(element(0x00280303, "CS", whatBecameOfDates(options)));
}

} // namespace ccad
