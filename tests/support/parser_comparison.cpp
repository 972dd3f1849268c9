// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/parser_comparison.h"

#include "core/imaging/dicom/internal/dicom_dataset.h"
#include "core/imaging/dicom/tag_values.h"
#include "core/imaging/dicom/used_tags.h"

#include <dcmtk/dcmdata/dcelem.h>
#include <dcmtk/dcmdata/dcsequen.h>

#include <QMap>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad::test {

using namespace imaging;

namespace {

/// "(0054,0220)/1/(0008,0104)"
using Path = QString;

constexpr int mostItems = 1000; // of one sequence, as the reader asks for them

/// Everything that the walk meets, by where it is: the first of each tag in its item.
class Recorder final : public DicomVisitor
{
public:
    struct Seen
    {
        QByteArray value;
        bool isWanted = false; ///< by the table of what the reader asks for
    };

    void element(const QByteArray& bytes, const Header& header, const DicomEncoding&,
                 qint64 end) override
    {
        const bool isAsked
            = header.tag == 0x00080005 || isRead(header.tag, m_levels.back().sequence);
        const bool isWanted = m_levels.back().isWanted && isAsked && !holdsRead(header.tag)
            && header.length != undefinedLength && header.tag >> 16 != 0x7FE0
            && !isOverlayData(header.tag) && header.tag >> 16 != 0x0002;
        const Path path = m_levels.back().path + tagText(header.tag);
        // A second sequence of the same tag has the same paths.
        if (isWanted ? !taken(header.tag) : !m_seen.contains(path))
            m_seen.insert(path,
                          {bytes.mid(header.valueOffset, end - header.valueOffset), isWanted});
        if (isWanted)
            m_levels.back().tags << header.tag;
    }
    void opened(const Header& header, bool isSequence) override
    {
        Level level;
        const Level& outer = m_levels.back();
        if (isSequence) {
            level.isWanted = outer.isWanted && isRead(header.tag, outer.sequence)
                && holdsRead(header.tag) && !taken(header.tag);
            level.sequence = header.tag;
            level.path = outer.path + tagText(header.tag) + QChar(u'/');
        } else {
            const int number = ++m_levels.back().items;
            level = {outer.path + QString::number(number) + QChar(u'/'),
                     outer.sequence,
                     outer.isWanted && number <= mostItems,
                     0,
                     {}};
        }
        m_levels.push_back(level);
    }
    void closed() override
    {
        const Level done = m_levels.takeLast();
        const bool isSequence = done.path.count(QChar(u'/')) % 2 == 1;
        if (done.isWanted && isSequence)
            m_levels.back().tags << done.sequence;
    }
    void restIgnored(const Error&) override { }

    QMap<Path, Seen> m_seen;

private:
    struct Level
    {
        Path path;
        quint32 sequence = 0;
        bool isWanted = true;
        int items = 0;
        QList<quint32> tags;
    };
    [[nodiscard]] bool taken(quint32 tag) const { return m_levels.back().tags.contains(tag); }

    QList<Level> m_levels{Level{}};
};

void listWanted(const WantedItem& item, const Path& path, QMap<Path, WantedValue>& list)
{
    for (const WantedValue& value : item.values)
        list.insert(path + tagText(value.tag), value);
    for (const WantedSequence& sequence : item.sequences)
        for (std::size_t i = 0; i < sequence.items.size(); ++i)
            listWanted(sequence.items[i], path + tagText(sequence.tag) + u"/%1/"_s.arg(i + 1),
                       list);
}

quint32 tagOf(DcmObject& object)
{
    return quint32{object.getGTag()} << 16 | object.getETag();
}

void listHeld(DcmItem& item, const Path& path, QMap<Path, DcmElement*>& list)
{
    for (unsigned long i = 0; i < item.card(); ++i) {
        DcmElement* element = item.getElement(i);
        const Path here = path + tagText(tagOf(*element));
        auto* sequence = dynamic_cast<DcmSequenceOfItems*>(element);
        if (!sequence) {
            list.insert(here, element);
            continue;
        }
        for (unsigned long k = 0; k < sequence->card(); ++k)
            listHeld(*sequence->getItem(k), here + u"/%1/"_s.arg(k + 1), list);
    }
}

/// What DCMTK must hold of a value, as bytes in the machine's order; nothing for text that is not
/// ASCII, which is compared by other tests.
std::optional<QByteArray> expectedOf(const WantedValue& value)
{
    QByteArray bytes(value.bytes.data(), static_cast<qsizetype>(value.bytes.size()));
    static const QByteArrayList numbers = {"US", "SS", "OW", "UL", "SL", "FL", "FD"};
    const qsizetype kind = numbers.indexOf(value.vr);
    if (kind >= 0) {
        const qsizetype width = kind < 3 ? 2 : kind < 6 ? 4 : 8;
        bytes.chop(bytes.size() % width);
        for (qsizetype at = 0; value.bigEndian && at < bytes.size(); at += width)
            std::reverse(bytes.begin() + at, bytes.begin() + at + width);
        return bytes;
    }
    if (!isText(value.vr.toStdString()))
        return bytes;
    bytes = untilNul(bytes);
    while (bytes.endsWith(' ')) // padding, which means nothing and which DCMTK drops
        bytes.chop(1);
    const bool isAscii = std::all_of(bytes.begin(), bytes.end(), [](char c) { return c >= 0; });
    return isAscii && !bytes.contains('\x1B') ? std::optional(bytes) : std::nullopt;
}

QByteArray bytesOf(DcmElement& element)
{
    if (element.getVR() == EVR_UT) {
        OFString text;
        element.getOFStringArray(text, OFFalse);
        return {text.c_str(), static_cast<qsizetype>(text.size())};
    }
    // As it would be written on this machine.
    QByteArray bytes(static_cast<qsizetype>(element.getLength()), '\0');
    if (!bytes.isEmpty()
        && element
               .getPartialValue(bytes.data(), 0, static_cast<Uint32>(bytes.size()), nullptr,
                                gLocalByteOrder)
               .bad())
        qFatal("DCMTK does not give a value back");
    return bytes;
}

/// Bytes padded to an even length or not.
bool holds(DcmElement& element, const QByteArray& expected)
{
    const QByteArray bytes = bytesOf(element);
    if (element.getVR() == EVR_UT)
        return bytes == expected;
    return bytes.startsWith(expected) && bytes.size() - expected.size() <= 1;
}

/// Is each value that was wanted what the walk saw, and does DCMTK hold it?
void compareValues(const QMap<Path, WantedValue>& values, const Recorder& recorder,
                   QMap<Path, DcmElement*> held, ParserComparison& comparison)
{
    for (auto it = values.begin(); it != values.end(); ++it) {
        const QByteArray saw = recorder.m_seen.value(it.key()).value;
        const bool isSame
            = saw == QByteArray(it->bytes.data(), static_cast<qsizetype>(it->bytes.size()));
        DcmElement* element = held.take(it.key());
        const auto expected = expectedOf(*it);
        const bool isHeld
            = it->bytes.empty() ? !element : element && (!expected || holds(*element, *expected));
        if (!isSame || !isHeld)
            comparison.differences << it.key();
        ++comparison.values;
    }
    for (auto it = held.begin(); it != held.end(); ++it)
        comparison.differences << u"only DCMTK has "_s + it.key();
}

} // namespace

ParserComparison compareParsers(const QByteArray& file, const ReadLimits& limits)
{
    const ReadGuard guard(limits, {});
    Recorder recorder;
    WantedElements wanted;
    const auto seen = scanDicom(file, guard, recorder, MediumIndex::Walked);
    const auto layout = scanDicom(file, guard, wanted, MediumIndex::Walked);
    if (seen.hasValue() != layout.hasValue())
        return {{u"two walks differ"_s}, 0};
    if (!layout)
        return {};
    ParserComparison comparison;
    QMap<Path, WantedValue> values;
    listWanted(wanted.dataset(), {}, values);
    for (auto it = recorder.m_seen.begin(); it != recorder.m_seen.end(); ++it)
        if (it->isWanted != values.contains(it.key()))
            comparison.differences << it.key();
    const auto dataset = datasetOf(wanted.dataset());
    if (!dataset)
        return {{u"DCMTK does not take a value: "_s + dataset.error().message}, 0};
    QMap<Path, DcmElement*> held;
    listHeld(**dataset, {}, held);
    compareValues(values, recorder, std::move(held), comparison);
    return comparison;
}

} // namespace ccad::test
