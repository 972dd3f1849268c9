// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/dicom_bytes.h"
#include "core/imaging/dicom/dicom_scan.h"
#include "core/imaging/dicom/internal/fragment_step.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

/// True for Float Pixel Data, Double Float Pixel Data, Pixel Data and Overlay Data.
bool holdsPixels(quint32 tag)
{
    return tag == 0x7FE00008 || tag == 0x7FE00009 || tag == pixelDataTag || isOverlayData(tag);
}

/// The walk over a data set: a stack of open sequences and items instead of recursion.
class Walk
{
public:
    Walk(DicomLayout& layout, qint64 offset, const ReadGuard& guard, DicomVisitor& visitor)
        : m_layout(layout), m_guard(guard), m_visitor(visitor), m_position(offset),
          m_end(layout.bytes.size())
    {
    }

    Result<void> run();

private:
    struct Level
    {
        bool isSequence = false;
        bool undefined = false;
        qint64 end = 0;
        DicomEncoding encoding;
        Header header;
    };

    [[nodiscard]] bool atTopLevel() const { return m_levels.empty(); }
    [[nodiscard]] DicomEncoding encoding() const
    {
        return atTopLevel() ? m_layout.encoding : m_levels.back().encoding;
    }
    [[nodiscard]] qint64 levelEnd() const { return atTopLevel() ? m_end : m_levels.back().end; }
    Result<void> step();
    Result<void> stepInSequence(const Header& header);
    Result<void> stepElement(const Header& header);
    Result<void> skipFragments(const Header& header);
    Result<void> endEarly(const FragmentStep& step, const Header& header);
    [[nodiscard]] Error faultOf(const FragmentStep& step, const Header& header) const;
    [[nodiscard]] bool mayEndHere(const FragmentStep& step, const Header& header) const;
    Result<void> open(const Header& header, bool isSequence, DicomEncoding encoding);
    void close();
    void closeFinished();
    [[nodiscard]] bool isSequence(const Header& header) const;
    void passed(const Header& header, qint64 end, const std::optional<Error>& fault = {});
    void record(const Header& header, qint64 end, const std::optional<Error>& fault = {});
    Result<void> countElement();
    Result<void> finish(const Error& error);
    [[nodiscard]] bool restIsPadding() const;

    DicomLayout& m_layout;
    const ReadGuard& m_guard;
    DicomVisitor& m_visitor;
    qint64 m_position;
    qint64 m_end;
    std::vector<Level> m_levels;
    int m_sequences = 0;
    qint64 m_elements = 0; ///< items and fragments included
    bool m_pixelDataSeen = false;
};

Result<void> Walk::run()
{
    while (m_position < m_end && !m_visitor.isFull()) {
        if (atTopLevel() && restIsPadding())
            return {};
        if (auto ok = countElement(); !ok)
            return ok;
        if (auto ok = step(); !ok)
            return finish(ok.error());
        closeFinished();
    }
    if (!m_levels.empty() && !m_visitor.isFull())
        return finish(broken(u"the file ends within %1"_s.arg(describe(m_levels.back().header)),
                             tagText(m_levels.back().header.tag)));
    return {};
}

/// Each element costs time, though no memory; files of tiny elements could hold any number of them.
Result<void> Walk::countElement()
{
    if (m_elements % 4096 == 0) {
        if (auto ok = m_guard.check(u"scanning"_s); !ok)
            return ok;
    }
    if (++m_elements > m_guard.limits().maxElements)
        return Error{ErrorCode::TooLarge,
                     u"it has more than %1 elements"_s.arg(m_guard.limits().maxElements),
                     {}};
    return {};
}

/// The rest behind the pixels is not needed; many writers leave rubbish there.
Result<void> Walk::finish(const Error& error)
{
    if (!m_pixelDataSeen || error.code != ErrorCode::FileBroken)
        return error;
    m_visitor.restIgnored(error);
    return {};
}

Result<void> Walk::step()
{
    const Bytes bytes(m_layout.bytes, encoding().bigEndian);
    const auto header = readHeader(bytes, m_position, encoding().explicitVr);
    if (!header || header->valueOffset > levelEnd())
        return broken(u"an element header at offset %1 is cut off"_s.arg(m_position));
    if (!atTopLevel() && m_levels.back().isSequence)
        return stepInSequence(*header);
    return stepElement(*header);
}

Result<void> Walk::stepInSequence(const Header& header)
{
    if (header.tag == sequenceDelimiter) {
        m_position = header.valueOffset;
        close();
        return {};
    }
    if (header.tag != itemTag)
        return broken(u"within %1, an item is expected at offset %2, but there is %3"_s
                          .arg(describe(m_levels.back().header))
                          .arg(header.headerOffset)
                          .arg(tagText(header.tag)),
                      tagText(m_levels.back().header.tag));
    return open(header, false, m_levels.back().encoding);
}

Result<void> Walk::stepElement(const Header& header)
{
    if (header.tag == itemDelimiter && !atTopLevel()) {
        m_position = header.valueOffset;
        close();
        return {};
    }
    if (header.tag >> 16 == 0xFFFE)
        return broken(u"there is a stray delimiter %1 at offset %2"_s.arg(tagText(header.tag))
                          .arg(header.headerOffset));
    if (isSequence(header)) {
        // PS3.5 6.2.2: a sequence of unknown VR is implicit little endian inside.
        const bool unknown = header.vr == "UN";
        return open(header, true, unknown ? DicomEncoding{false, false} : encoding());
    }
    if (header.length == undefinedLength)
        return skipFragments(header);
    const qint64 available = levelEnd() - header.valueOffset;
    if (header.length > available)
        return broken(u"%1 declares %2 bytes, but ends after %3 of them"_s.arg(describe(header))
                          .arg(header.length)
                          .arg(std::max<qint64>(available, 0)),
                      tagText(header.tag));
    passed(header, header.valueOffset + header.length);
    return {};
}

/// Says what is wrong with a step that is no whole fragment.
Error Walk::faultOf(const FragmentStep& step, const Header& header) const
{
    const Bytes bytes(m_layout.bytes, encoding().bigEndian);
    if (!bytes.has(step.next, 8) && step.kind == FragmentStep::Kind::Missing)
        return broken(u"%1 ends without its delimiter"_s.arg(describe(header)),
                      tagText(header.tag));
    const bool isCutOff = step.kind == FragmentStep::Kind::CutOff;
    const qint64 begin = isCutOff ? step.begin : step.next + 8;
    return broken(
        u"a fragment of %1 at offset %2 declares %3 bytes, but %4 remain"_s.arg(describe(header))
            .arg(begin - 8)
            .arg(bytes.u32(begin - 4))
            .arg(levelEnd() - begin),
        tagText(header.tag));
}

/// Pixel data that does not end as it should may hold a whole picture all the same; whether it
/// does, the codecs tell.
bool Walk::mayEndHere(const FragmentStep& step, const Header& header) const
{
    if (!atTopLevel() || header.tag != pixelDataTag)
        return false;
    const Bytes bytes(m_layout.bytes, encoding().bigEndian);
    if (step.kind == FragmentStep::Kind::CutOff || !bytes.has(step.next, 8))
        return true;
    // Zeros are padding; a later element may follow a delimiter that was forgotten.
    const quint32 tag = bytes.tag(step.next);
    return tag == 0 || tag == itemDelimiter || (tag > pixelDataTag && tag >> 16 != 0xFFFE);
}

Result<void> Walk::skipFragments(const Header& header)
{
    if (header.tag != pixelDataTag && header.vr != "OB" && header.vr != "OW")
        return broken(u"%1 has an undefined length"_s.arg(describe(header)), tagText(header.tag));
    const Bytes bytes(m_layout.bytes, encoding().bigEndian);
    qint64 position = header.valueOffset;
    for (;;) {
        const FragmentStep step = fragmentStep(bytes, position, levelEnd());
        if (step.kind == FragmentStep::Kind::Delimiter) {
            passed(header, step.next);
            return {};
        }
        if (auto ok = countElement(); !ok)
            return ok;
        if (step.kind != FragmentStep::Kind::Fragment)
            return endEarly(step, header);
        position = step.next;
    }
}

Result<void> Walk::endEarly(const FragmentStep& step, const Header& header)
{
    const Error error = faultOf(step, header);
    if (!mayEndHere(step, header))
        return error;
    const Bytes bytes(m_layout.bytes, encoding().bigEndian);
    passed(header, step.next, error);
    const bool hasItemDelimiter = bytes.has(step.next, 8) && bytes.tag(step.next) == itemDelimiter;
    if (hasItemDelimiter)
        m_position += 8; // written in place of the sequence's
    else if (!bytes.has(step.next, 8)) {
        m_position = m_end;
        m_visitor.restIgnored(error);
    }
    return {};
}

bool Walk::isSequence(const Header& header) const
{
    if (header.tag == pixelDataTag || isOverlayData(header.tag))
        return false;
    const bool undefined = header.length == undefinedLength;
    if (encoding().explicitVr)
        return header.vr == "SQ" || (header.vr == "UN" && undefined);
    if (undefined)
        return true;
    // Implicit VR hides what is a sequence; an item at its begin gives it away.
    const Bytes bytes(m_layout.bytes, encoding().bigEndian);
    return header.length >= 8 && bytes.has(header.valueOffset, 8)
        && bytes.tag(header.valueOffset) == itemTag;
}

Result<void> Walk::open(const Header& header, bool isSequence, DicomEncoding encoding)
{
    const bool undefined = header.length == undefinedLength;
    const qint64 available = levelEnd() - header.valueOffset;
    if (!undefined && header.length > available)
        return broken(u"%1 declares %2 bytes, but ends after %3 of them"_s.arg(describe(header))
                          .arg(header.length)
                          .arg(std::max<qint64>(available, 0)),
                      tagText(header.tag));
    if (isSequence && m_sequences == m_guard.limits().maxSequenceDepth)
        return Error{ErrorCode::TooLarge,
                     u"%1 is a sequence nested deeper than %2 levels"_s.arg(describe(header))
                         .arg(m_guard.limits().maxSequenceDepth),
                     tagText(header.tag)};
    m_sequences += isSequence ? 1 : 0;
    m_levels.push_back({isSequence, undefined,
                        undefined ? levelEnd() : header.valueOffset + header.length, encoding,
                        header});
    m_position = header.valueOffset;
    m_visitor.opened(header, isSequence);
    return {};
}

void Walk::close()
{
    m_visitor.closed();
    const Level level = m_levels.back();
    m_levels.pop_back();
    m_sequences -= level.isSequence ? 1 : 0;
    if (atTopLevel())
        record(level.header, m_position);
}

void Walk::closeFinished()
{
    while (!atTopLevel() && !m_levels.back().undefined && m_position >= m_levels.back().end)
        close();
}

/// Reports an element that has no items and moves behind it.
void Walk::passed(const Header& header, qint64 end, const std::optional<Error>& fault)
{
    m_position = end;
    m_visitor.element(m_layout.bytes, header, encoding(), end);
    if (atTopLevel())
        record(header, end, fault);
}

void Walk::record(const Header& header, qint64 end, const std::optional<Error>& fault)
{
    m_layout.pixelDataElements += header.tag == pixelDataTag ? 1 : 0;
    m_pixelDataSeen = m_layout.pixelDataElements > 0;
    if (!holdsPixels(header.tag) || m_layout.find(header.tag))
        return;
    m_layout.pixels.push_back(
        {header.tag, QByteArray(header.vr.data(), static_cast<qsizetype>(header.vr.size())),
         header.valueOffset, end, header.length == undefinedLength, fault});
}

bool Walk::restIsPadding() const
{
    // Zeros pad the file to the end of a sector; a data set holds no group 0000.
    const qint64 look = std::min<qint64>(m_end - m_position, 8);
    const char* begin = m_layout.bytes.constData() + m_position;
    return std::all_of(begin, begin + look, [](char c) { return c == 0; });
}

} // namespace

Result<void> scanDataset(DicomLayout& layout, qint64 offset, const ReadGuard& guard,
                         DicomVisitor& visitor)
{
    return Walk(layout, offset, guard, visitor).run();
}

} // namespace ccad::imaging
