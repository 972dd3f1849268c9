// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/voi_choice.h"

#include "core/base/plain_number.h"
#include "core/imaging/display_lut.h"
#include "core/imaging/picture_greys.h"

#include <algorithm>
#include <span>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

/// Pixels of so few bits were windowed before.
constexpr BitDepth displayBits = bitDepth<8>;

/// The name is not the file's own, which may be anything.
QString nameOf(const Voi& voi)
{
    const auto* window = std::get_if<VoiWindow>(&voi);
    return window ? u"window (centre %1, width %2)"_s.arg(plainNumber(window->center),
                                                          plainNumber(window->width))
                  : u"VOI LUT"_s;
}

/// The name of a VOI that stands in for another; VOI LUTs come before windows.
QString otherNameOf(const Voi& voi)
{
    return std::holds_alternative<VoiTable>(voi) ? u"other VOI LUT"_s : nameOf(voi);
}

QString complaintOf(Rendering rendering)
{
    switch (rendering) {
    case Rendering::OneGrey:
        return u"misses the picture, nearly all of it would be one grey"_s;
    case Rendering::TwoGreys:
        return u"leaves little of the picture but two greys"_s;
    case Rendering::FewGreys:
        return u"shows the picture in a small part of the greys"_s;
    case Rendering::Fair:
        break;
    }
    return {};
}

/// Many devices write the size of a word instead of the bits that the entries fill, and the picture
/// comes out nearly black: white is where the entries say. Empty when all is well.
QString fitBits(VoiTable& table)
{
    const std::uint16_t top = *std::max_element(table.entries.begin(), table.entries.end());
    const BitDepth filled = BitDepth::holding(top);
    if (top == 0 || filled >= table.bits)
        return {};
    const QString note = u"The file's VOI LUT says %1 bits, but its entries fill %2; it is read "
                         "with %2 bits."_s.arg(table.bits.bits())
                             .arg(filled.bits());
    table.bits = filled;
    return note;
}

/// Whether the first value is signed follows rules that not every writer obeys: read in the wrong
/// way, it puts the LUT 65536 values beside the picture. Empty when it was right.
QString fitFirstValue(VoiTable& table, const PictureGreys& greys)
{
    constexpr int words = 65536;
    const bool isOpen = table.firstValue < 0 || table.firstValue >= words / 2;
    if (!isOpen || greys.rendering(table) == Rendering::Fair)
        return {};
    VoiTable other = table;
    other.firstValue += table.firstValue < 0 ? words : -words;
    if (greys.rendering(other) != Rendering::Fair)
        return {};
    const QString note
        = u"The file's VOI LUT misses the picture with its first value read as %1; it "
          "is read as %2, which is written in the same way."_s.arg(table.firstValue)
              .arg(other.firstValue);
    table = std::move(other);
    return note;
}

/// Corrects the tables that can be corrected; returns the sentences on each.
std::vector<QStringList> putRight(std::span<Voi> vois, const PictureGreys& greys)
{
    std::vector<QStringList> notes(vois.size());
    for (std::size_t i = 0; i < vois.size(); ++i) {
        if (auto* table = std::get_if<VoiTable>(&vois[i])) {
            notes[i] << fitBits(*table) << fitFirstValue(*table, greys);
            notes[i].removeAll(QString());
        }
    }
    return notes;
}

/// One of the file's windows or LUTs.
struct Candidate
{
    std::size_t index = 0;
    Rendering rendering = Rendering::Fair;
    bool falls = false;
};

std::vector<Candidate> judge(std::span<const Voi> vois, const PictureGreys& greys)
{
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < vois.size(); ++i) {
        const bool falls = std::holds_alternative<VoiTable>(vois[i]) && greys.falls(vois[i]);
        candidates.push_back({i, greys.rendering(vois[i]), falls});
        if (candidates.back().rendering == Rendering::Fair && !falls)
            break; // nobody asks for a later one
    }
    return candidates;
}

/// The first candidate that renders the picture and leaves high values bright; or else the first
/// that renders it; or else nothing.
const Candidate* chosenOf(const std::vector<Candidate>& candidates)
{
    const auto isFair = [](const Candidate& one) { return one.rendering == Rendering::Fair; };
    const auto rises
        = std::find_if(candidates.begin(), candidates.end(),
                       [&](const Candidate& one) { return isFair(one) && !one.falls; });
    if (rises != candidates.end())
        return &*rises;
    const auto fair = std::find_if(candidates.begin(), candidates.end(), isFair);
    return fair == candidates.end() ? nullptr : &*fair;
}

/// A negative is not recognised by everyone and not by every model: whoever reads the finding has
/// to know that the file left it open.
QString polarityNote(const std::vector<Candidate>& candidates, const Candidate& chosen,
                     const std::vector<Voi>& vois)
{
    const auto falling
        = std::find_if(candidates.begin(), candidates.end(), [](const Candidate& one) {
              return one.falls && one.rendering == Rendering::Fair;
          });
    if (falling == candidates.end())
        return {};
    if (chosen.falls)
        return u"The file's VOI LUT turns the greys around, high values become low. "
               "Check that bone is bright: a finding on a negative counts for "
               "nothing."_s;
    return u"The file contradicts itself: its VOI LUT turns the greys around, its %1 "
           "does not and is used to start with. Check that bone is bright: a finding "
           "on a negative counts for nothing."_s.arg(otherNameOf(vois[chosen.index]));
}

void useFullRange(Radiograph& radiograph, const PictureGreys& greys)
{
    radiograph.initialVoi = fullRangeWindow(radiograph);
    if (greys.rendering(radiograph.initialVoi) == Rendering::Fair)
        return;
    radiograph.initialVoi = fittedWindow(radiograph);
    radiograph.notes.add(NoteCode::RangeFitted,
                         u"The pixels fill only a small part of the values that their %1 bits "
                         "allow; the window is fitted to them."_s.arg(radiograph.bits.bits()));
}

} // namespace

void chooseInitialVoi(Radiograph& radiograph, const QStringList& notesOfVois)
{
    const bool isDisplayed = radiograph.bits <= displayBits;
    if (radiograph.vois.empty() && !isDisplayed) {
        radiograph.initialVoi = automaticWindow(radiograph);
        return;
    }
    const PictureGreys greys(radiograph);
    // The reader has bounded their number; each takes a pass over all values that a pixel can have.
    const std::vector<QStringList> notes = putRight(radiograph.vois, greys);
    const std::vector<Candidate> candidates = judge(radiograph.vois, greys);
    const Candidate* chosen = chosenOf(candidates);
    if (!candidates.empty() && candidates.front().rendering != Rendering::Fair)
        radiograph.notes.add(NoteCode::VoiReplaced,
                             u"The file's %1 %2; %3 is used to start with."_s.arg(
                                 nameOf(radiograph.vois.front()),
                                 complaintOf(candidates.front().rendering),
                                 chosen ? u"its "_s + otherNameOf(radiograph.vois[chosen->index])
                                        : u"the automatic window"_s));
    if (!chosen && isDisplayed)
        return useFullRange(radiograph, greys);
    if (!chosen) {
        radiograph.initialVoi = automaticWindow(radiograph);
        return;
    }
    radiograph.initialVoi = radiograph.vois[chosen->index];
    const QString ofFile = notesOfVois.value(static_cast<qsizetype>(chosen->index));
    if (!ofFile.isEmpty())
        radiograph.notes.add(NoteCode::VoiCorrected, ofFile);
    for (const QString& note : notes[chosen->index])
        radiograph.notes.add(NoteCode::VoiCorrected, note);
    const QString polarity = polarityNote(candidates, *chosen, radiograph.vois);
    if (!polarity.isEmpty())
        radiograph.notes.add(NoteCode::Polarity, polarity);
}

void chooseFullRange(Radiograph& radiograph)
{
    if (radiograph.bits <= displayBits)
        radiograph.initialVoi = fullRangeWindow(radiograph);
    else
        useFullRange(radiograph, PictureGreys(radiograph));
}

} // namespace ccad::imaging
