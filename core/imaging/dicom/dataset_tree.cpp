// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/dataset_tree.h"

#include "core/imaging/dicom/tag_names.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

using namespace imaging;

namespace {

constexpr int mostElements = 200000;
constexpr quint32 pixelRepresentation = 0x00280103;

/// Keeps all that a walk meets. Sequences stand on a stack until they are closed.
class Collector final : public DicomVisitor
{
public:
    Collector() : m_levels(1) { }

    void element(const QByteArray& bytes, const Header& header, const DicomEncoding& encoding,
                 qint64 endOffset) override;
    void opened(const Header& header, bool isSequence) override;
    void closed() override;
    void restIgnored(const Error&) override { m_isRestIgnored = true; }
    [[nodiscard]] bool isFull() const override { return m_count > mostElements; }

    [[nodiscard]] bool isRestIgnored() const { return m_isRestIgnored; }
    [[nodiscard]] bool hasOpaqueSequence() const { return m_hasOpaqueSequence; }
    [[nodiscard]] DataItem takeDataset();

private:
    /// The data set or an item, or a sequence with its items.
    struct Level
    {
        DataElement sequence;
        DataItem item;
        bool isSequence = false;
    };

    std::vector<Level> m_levels;
    int m_count = 0;
    bool m_isSigned = false;
    bool m_isRestIgnored = false;
    bool m_hasOpaqueSequence = false;
};

void Collector::element(const QByteArray& bytes, const Header& header,
                        const DicomEncoding& encoding, qint64 endOffset)
{
    if (header.tag >> 16 == 0x0002 || ++m_count > mostElements)
        return;
    DataElement element;
    element.tag = header.tag;
    element.isEncapsulated = header.length == undefinedLength;
    element.value = QByteArray::fromRawData(bytes.constData() + header.valueOffset,
                                            endOffset - header.valueOffset);
    if (header.tag == pixelRepresentation && element.value.size() >= 2)
        m_isSigned = Bytes(element.value, encoding.bigEndian).u16(0) == 1;
    const QByteArray written(header.vr.data(), static_cast<qsizetype>(header.vr.size()));
    const bool isWritten = isKnownVr(header.vr) && written != "UN";
    element.vr = isWritten ? written : chosenVr(dictionaryVr(header.tag), m_isSigned);
    if (!isKnownVr(element.vr.toStdString()))
        element.vr = QByteArrayLiteral("UN");
    element.writtenVr = isKnownVr(header.vr) ? written : element.vr;
    // Items within a value of known length that calls itself unknown: nobody walked through them.
    if (element.vr == "SQ") {
        m_hasOpaqueSequence = m_hasOpaqueSequence || !element.value.isEmpty();
        element.value = {};
        element.writtenVr = element.vr;
    }
    m_levels.back().item.elements.push_back(std::move(element));
}

void Collector::opened(const Header& header, bool isSequence)
{
    ++m_count;
    Level level;
    level.isSequence = isSequence;
    level.sequence.tag = header.tag;
    level.sequence.vr = QByteArrayLiteral("SQ");
    level.sequence.writtenVr = level.sequence.vr;
    m_levels.push_back(std::move(level));
}

/// Sorts the elements; the first of each tag counts, as everywhere.
DataItem ordered(DataItem item)
{
    const auto isLess = [](const DataElement& a, const DataElement& b) { return a.tag < b.tag; };
    const auto isSame = [](const DataElement& a, const DataElement& b) { return a.tag == b.tag; };
    auto& elements = item.elements;
    std::stable_sort(elements.begin(), elements.end(), isLess);
    elements.erase(std::unique(elements.begin(), elements.end(), isSame), elements.end());
    return item;
}

void Collector::closed()
{
    Level done = std::move(m_levels.back());
    m_levels.pop_back();
    Level& above = m_levels.back();
    if (done.isSequence)
        above.item.elements.push_back(std::move(done.sequence));
    else
        above.sequence.items.push_back(ordered(std::move(done.item)));
}

DataItem Collector::takeDataset()
{
    // What a break left open is closed here.
    while (m_levels.size() > 1)
        closed();
    return ordered(std::move(m_levels.front().item));
}

} // namespace

Result<DatasetTree> readDatasetTree(const QByteArray& content, const ReadGuard& guard)
{
    Collector collector;
    auto layout = scanDicom(content, guard, collector, MediumIndex::Refused);
    if (!layout)
        return layout.error();
    if (collector.isFull())
        return Error{ErrorCode::TooLarge, u"it has more than %1 elements"_s.arg(mostElements), {}};
    if (const DicomElement* pixels = layout->find(pixelDataTag); pixels && pixels->fault)
        return *pixels->fault;
    DatasetTree tree;
    tree.dataset = collector.takeDataset();
    tree.layout = *std::move(layout);
    if (collector.isRestIgnored())
        tree.notes << u"What follows the pixels makes no sense; it was left out."_s;
    if (collector.hasOpaqueSequence())
        tree.notes
            << u"A sequence that says of itself that it is of an unknown kind was emptied."_s;
    return tree;
}

} // namespace ccad
