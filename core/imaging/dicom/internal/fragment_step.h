// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/dicom_bytes.h"

namespace ccad::imaging {

constexpr quint32 itemTag = 0xFFFEE000;
constexpr quint32 itemDelimiter = 0xFFFEE00D;
constexpr quint32 sequenceDelimiter = 0xFFFEE0DD;

/// One step over the items of encapsulated pixel data (PS3.5 A.4). The walk and the reader of
/// fragments take the same steps, so that neither sees what the other does not.
struct FragmentStep
{
    enum class Kind
    {
        Fragment, ///< or the offset table
        CutOff, ///< a fragment that declares more bytes than there are
        Delimiter,
        Missing ///< neither a fragment nor a delimiter
    };
    Kind kind = Kind::Missing;
    qint64 begin = 0; ///< of the fragment's bytes
    qint64 end = 0;
    qint64 next = 0; ///< where the next step begins
    bool hasOddLength = false; ///< which no item may have
};

/// The step at `position`, of bytes that end at `limit`. Behind an odd length, a byte of padding
/// that does not count in it is passed over.
[[nodiscard]] inline FragmentStep fragmentStep(const Bytes& bytes, qint64 position, qint64 limit)
{
    FragmentStep step;
    step.next = position;
    if (position + 8 > limit)
        return step;
    const quint32 tag = bytes.tag(position);
    const qint64 length = bytes.u32(position + 4);
    step.begin = position + 8;
    if (tag == sequenceDelimiter) {
        step.kind = FragmentStep::Kind::Delimiter;
        step.next = step.begin;
        return step;
    }
    if (tag != itemTag)
        return step;
    const bool isCutOff = length > limit - step.begin;
    step.kind = isCutOff ? FragmentStep::Kind::CutOff : FragmentStep::Kind::Fragment;
    step.end = isCutOff ? limit : step.begin + length;
    step.next = step.end;
    step.hasOddLength = !isCutOff && length % 2 != 0;
    const auto isItem = [&](qint64 at) {
        return at + 8 <= limit && (bytes.tag(at) == itemTag || bytes.tag(at) == sequenceDelimiter);
    };
    if (step.hasOddLength && !isItem(step.end)
        && (isItem(step.end + 1) || (step.end + 1 == limit && bytes.text(step.end, 1)[0] == '\0')))
        ++step.next;
    return step;
}

} // namespace ccad::imaging
