// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/dicom_voi.h"

#include "core/base/plain_number.h"
#include "core/imaging/dicom/internal/dicom_luts.h"
#include "core/imaging/dicom/internal/numeric_text.h"
#include "core/imaging/voi_choice.h"

#include <dcmtk/dcmdata/dcsequen.h>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

/// More windows, or more tables, than any menu could offer: each costs time and memory.
constexpr std::size_t mostVois = 64;

void noteOthers(Radiograph& radiograph, std::size_t count, const QString& what)
{
    if (count > mostVois)
        radiograph.notes.add(
            NoteCode::VoiIgnored,
            u"The file has %1 %2; only the first %3 are offered."_s.arg(count).arg(what).arg(
                mostVois));
}

VoiFunction readFunction(DcmItem& item)
{
    const QString name = text(item, DCM_VOILUTFunction).toUpper();
    if (name == u"SIGMOID")
        return VoiFunction::Sigmoid;
    return name == u"LINEAR_EXACT" ? VoiFunction::LinearExact : VoiFunction::Linear;
}

bool isUsable(const VoiWindow& window)
{
    return window.function == VoiFunction::Linear ? window.width >= 1 : window.width > 0;
}

/// Returns a sentence on each table, or an empty one.
QStringList readTables(Radiograph& radiograph, DcmItem& item, bool isSigned)
{
    QStringList notes;
    DcmSequenceOfItems* sequence = nullptr;
    if (item.findAndGetSequence(DCM_VOILUTSequence, sequence).bad() || !sequence)
        return notes;
    // The first value is signed where modality values can be (PS3.3 C.11.2.1.1).
    const bool signedFirst = isSigned || radiograph.valueOffset < 0;
    const std::size_t count = sequence->card();
    noteOthers(radiograph, count, u"VOI LUTs"_s);
    for (unsigned long i = 0; i < std::min(count, mostVois); ++i) {
        if (!holdsAnything(*sequence->getItem(i)))
            continue;
        auto table = readLookupTable(*sequence->getItem(i), DCM_LUTDescriptor, DCM_LUTData,
                                     signedFirst, u"VOI LUT Sequence (0028,3010)"_s);
        if (!table) {
            radiograph.notes.add(
                NoteCode::VoiIgnored,
                u"A VOI LUT of the file was ignored: %1."_s.arg(table.error().message));
            continue;
        }
        notes << noteOnBits(*table, u"VOI LUT"_s);
        radiograph.vois.push_back(
            VoiTable{table->first, table->bits, std::move(table->entries), table->explanation});
    }
    return notes;
}

std::vector<std::optional<double>> readNumbers(Radiograph& radiograph, DcmItem& item,
                                               const DcmTagKey& tag, const QString& name)
{
    NumericText numbers = numericText(text(item, tag));
    const bool isRead = std::any_of(numbers.values.begin(), numbers.values.end(),
                                    [](const auto& value) { return value.has_value(); });
    if (isRead && !numbers.isRegular)
        radiograph.notes.add(NoteCode::VoiCorrected, readingNote(name, numbers));
    return std::move(numbers.values);
}

void readWindows(Radiograph& radiograph, DcmItem& item)
{
    const auto centers = readNumbers(radiograph, item, DCM_WindowCenter, u"Window Center"_s);
    const auto widths = readNumbers(radiograph, item, DCM_WindowWidth, u"Window Width"_s);
    const QStringList names = texts(item, DCM_WindowCenterWidthExplanation);
    const std::size_t count = std::min(centers.size(), widths.size());
    bool lacksNumber = centers.size() != widths.size();
    noteOthers(radiograph, count, u"windows"_s);
    for (std::size_t i = 0; i < std::min(count, mostVois); ++i) {
        if (!centers[i] || !widths[i]) {
            lacksNumber = true;
            continue;
        }
        const int index = static_cast<int>(i);
        const VoiWindow window{*centers[i], *widths[i], readFunction(item),
                               index < names.size() ? names[index] : QString()};
        if (isUsable(window))
            radiograph.vois.push_back(window);
        else
            radiograph.notes.add(NoteCode::VoiIgnored,
                                 u"A window of the file was ignored: its width is %1."_s.arg(
                                     plainNumber(window.width)));
    }
    if (lacksNumber)
        radiograph.notes.add(
            NoteCode::VoiIgnored,
            u"A window of the file was ignored: its centre or width is missing or no number."_s);
}

} // namespace

void fillVois(Radiograph& radiograph, DcmDataset& dataset, bool isSigned)
{
    DcmItem* item = functionalGroup(dataset, DCM_FrameVOILUTSequence);
    if (!item)
        item = &dataset;
    const QStringList notes = readTables(radiograph, *item, isSigned); // tables come first
    readWindows(radiograph, *item);
    chooseInitialVoi(radiograph, notes);
}

} // namespace ccad::imaging
