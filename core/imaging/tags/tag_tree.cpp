// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/tags/tag_tree.h"

#include "core/imaging/dicom/dicom_codecs.h"
#include "core/imaging/dicom/dicom_scan.h"
#include "core/imaging/dicom/tag_names.h"
#include "core/imaging/dicom/tag_values.h"
#include "core/imaging/reading/guarded_read.h"
#include "core/imaging/tags/internal/patient_tags.h"

#include <QHash>

#include <memory>

using namespace Qt::StringLiterals;

namespace ccad {

namespace imaging {

namespace {

constexpr int mostNodes = 100000;
constexpr quint32 itemTag = 0xFFFEE000;
constexpr quint32 charsetTag = 0x00080005;
constexpr quint32 pixelRepresentation = 0x00280103;
constexpr quint32 voiLutSequence = 0x00283010;

bool isPrivateTag(quint32 tag)
{
    return (tag >> 16) % 2 != 0;
}

/// (gggg,0010-00FF): reserves a block of private elements for its creator (PS3.5 7.8.1).
bool isPrivateCreator(quint32 tag)
{
    return isPrivateTag(tag) && (tag & 0xFFFF) >= 0x10 && (tag & 0xFFFF) <= 0xFF;
}

bool isGroupLength(quint32 tag)
{
    return (tag & 0xFFFF) == 0;
}

QString displayName(quint32 tag, const std::optional<TagName>& known)
{
    if (isPrivateCreator(tag))
        return u"Private Creator"_s;
    if (isGroupLength(tag))
        return u"Group Length"_s;
    if (known)
        return known->name;
    return isPrivateTag(tag) ? u"Private element"_s : u"Unknown element"_s;
}

/// Puts the elements of a walk together to a tree: a stack of what is still open.
class TreeBuilder final : public DicomVisitor
{
public:
    TreeBuilder() { m_levels.emplace_back(); }

    void element(const QByteArray& bytes, const Header& header, const DicomEncoding& encoding,
                 qint64 endOffset) override;
    void opened(const Header& header, bool isSequence) override;
    void closed() override;
    void restIgnored(const Error& error) override { breakOff(error); }
    [[nodiscard]] bool isFull() const override { return m_truncated; }

    void breakOff(const Error& error);
    [[nodiscard]] bool isEmpty() const
    {
        return m_levels.size() == 1 && m_levels.front().node.children.empty();
    }
    [[nodiscard]] TagTree take();

private:
    /// The data set, a sequence or an item.
    struct Level
    {
        TagNode node;
        quint32 within = 0; ///< the sequence that holds the item; 0: the data set
        bool isRead = true; ///< by the reader of radiographs
        std::shared_ptr<const TextDecoder> decoder = std::make_shared<TextDecoder>();
        QHash<quint32, QByteArray> creators; ///< of private blocks, by group and block
    };

    /// False when the tree is full.
    [[nodiscard]] bool takesOne();
    [[nodiscard]] QByteArray creatorOf(quint32 tag) const;
    [[nodiscard]] QString vrOf(const Header& header, const std::optional<TagName>& known) const;
    [[nodiscard]] TagNode nodeOf(const Header& header) const;
    [[nodiscard]] Level sequenceLevel(const Header& header) const;
    [[nodiscard]] Level itemLevel(const Header& header) const;
    [[nodiscard]] QByteArray formOf(const TagNode& node) const;
    void learn(quint32 tag, const QByteArray& value, const QString& text);

    std::vector<Level> m_levels;
    int m_nodes = 0;
    int m_leftOut = 0; ///< levels open beyond the limit
    bool m_isSigned = false; ///< Pixel Representation
    bool m_truncated = false;
};

bool TreeBuilder::takesOne()
{
    m_truncated = m_truncated || m_nodes == mostNodes;
    m_nodes += m_truncated ? 0 : 1;
    return !m_truncated;
}

QByteArray TreeBuilder::creatorOf(quint32 tag) const
{
    return m_levels.back().creators.value(tag >> 16 << 8 | (tag >> 8 & 0xFF));
}

/// The VR as written, or else as the dictionary knows it.
QString TreeBuilder::vrOf(const Header& header, const std::optional<TagName>& known) const
{
    QByteArray vr(header.vr.data(), static_cast<qsizetype>(header.vr.size()));
    if (vr.isEmpty() && isPrivateCreator(header.tag))
        vr = "LO";
    else if (vr.isEmpty() && isGroupLength(header.tag))
        vr = "UL";
    else if (vr.isEmpty() && known)
        vr = known->vr;
    vr = chosenVr(vr, m_isSigned);
    return isKnownVr(vr.toStdString()) ? QString::fromLatin1(vr) : u"UN"_s;
}

/// Tag, VR, name and marks; all but the value.
TagNode TreeBuilder::nodeOf(const Header& header) const
{
    const Level& level = m_levels.back();
    TagNode node;
    node.tag = header.tag;
    node.length = header.length == undefinedLength ? -1 : qint64{header.length};
    node.isPrivate = isPrivateTag(header.tag);
    const QByteArray creator = node.isPrivate ? creatorOf(header.tag) : QByteArray();
    const auto known = findTagName(header.tag, creator);
    node.vr = vrOf(header, known);
    node.name = displayName(header.tag, known);
    if (!creator.isEmpty())
        node.name += u" (%1)"_s.arg(QString::fromLatin1(creator));
    node.identifiesPatient
        = level.node.identifiesPatient || identifiesPatient(header.tag, node.vr.toStdString());
    node.use = level.isRead ? useOf(header.tag, level.within) : 0;
    return node;
}

/// The VR by which a value is read: if a writer did not know it, the dictionary may.
QByteArray TreeBuilder::formOf(const TagNode& node) const
{
    if (node.vr == u"UN" && !node.isPrivate) {
        const auto known = findTagName(node.tag);
        if (known && known->vr.size() == 2 && known->vr != "SQ")
            return known->vr;
    }
    return node.vr.toLatin1();
}

void TreeBuilder::learn(quint32 tag, const QByteArray& value, const QString& text)
{
    Level& level = m_levels.back();
    if (isPrivateCreator(tag))
        level.creators.insert(tag >> 16 << 8 | (tag & 0xFF), text.toLatin1());
    else if (tag == charsetTag)
        level.decoder = std::make_shared<TextDecoder>(value);
    else if (tag == pixelRepresentation && m_levels.size() == 1)
        m_isSigned = text == u"1";
}

void TreeBuilder::element(const QByteArray& bytes, const Header& header,
                          const DicomEncoding& encoding, qint64 endOffset)
{
    if (!takesOne())
        return;
    TagNode node = nodeOf(header);
    const auto value = QByteArray::fromRawData(bytes.constData() + header.valueOffset,
                                               endOffset - header.valueOffset);
    if (header.length == undefinedLength)
        node.value = u"compressed, "_s + sizeText(value.size());
    else if (header.tag == pixelDataTag)
        node.value = sizeText(value.size());
    else
        node.value = valueText(value, {formOf(node), encoding.bigEndian}, *m_levels.back().decoder);
    learn(header.tag, value, node.value);
    m_levels.back().node.children.push_back(std::move(node));
}

TreeBuilder::Level TreeBuilder::sequenceLevel(const Header& header) const
{
    Level level;
    level.node = nodeOf(header);
    level.node.vr = u"SQ"_s;
    level.isRead = level.node.use != 0;
    level.within = header.tag;
    level.decoder = m_levels.back().decoder;
    return level;
}

TreeBuilder::Level TreeBuilder::itemLevel(const Header& header) const
{
    const Level& sequence = m_levels.back();
    const auto number = sequence.node.children.size() + 1;
    Level level;
    level.node.tag = itemTag;
    level.node.name = u"Item %1"_s.arg(number);
    level.node.length = header.length == undefinedLength ? -1 : qint64{header.length};
    level.node.identifiesPatient = sequence.node.identifiesPatient;
    level.node.isPrivate = sequence.node.isPrivate;
    // The reader takes the first item: of frames, of codes, of modality LUTs.
    level.isRead = sequence.isRead && (number == 1 || sequence.node.tag == voiLutSequence);
    level.within = sequence.node.tag;
    level.decoder = sequence.decoder;
    return level;
}

void TreeBuilder::opened(const Header& header, bool isSequence)
{
    if (!takesOne()) {
        ++m_leftOut;
        return;
    }
    m_levels.push_back(isSequence ? sequenceLevel(header) : itemLevel(header));
}

void TreeBuilder::closed()
{
    if (m_leftOut > 0) {
        --m_leftOut;
        return;
    }
    TagNode done = std::move(m_levels.back().node);
    m_levels.pop_back();
    m_levels.back().node.children.push_back(std::move(done));
}

void TreeBuilder::breakOff(const Error& error)
{
    m_leftOut = 0;
    while (m_levels.size() > 1)
        closed();
    TagNode last;
    last.name = u"The file breaks off here"_s;
    last.value = error.message.left(1).toUpper() + error.message.mid(1) + QChar(u'.');
    last.length = 0;
    m_levels.front().node.children.push_back(std::move(last));
}

TagTree TreeBuilder::take()
{
    m_leftOut = 0;
    while (m_levels.size() > 1)
        closed();
    return {std::move(m_levels.front().node.children), m_truncated};
}

QString nameOf(FileFormat format)
{
    switch (format) {
    case FileFormat::Png:
        return u"PNG"_s;
    case FileFormat::Jpeg:
        return u"JPEG"_s;
    case FileFormat::Bmp:
        return u"BMP"_s;
    case FileFormat::Tiff:
        return u"TIFF"_s;
    case FileFormat::Dicom:
        break;
    }
    return u"DICOM"_s;
}

Result<TagTree> treeOf(const QByteArray& content, const ReadGuard& guard)
{
    registerDicomCodecs(); // silences DCMTK's log
    const auto format = recognise(content);
    if (!format)
        return format.error();
    if (*format != FileFormat::Dicom)
        return unsupported(u"it is a %1 picture, which has no DICOM tags"_s.arg(nameOf(*format)));
    TreeBuilder builder;
    const auto layout = scanDicom(content, guard, builder, MediumIndex::Walked);
    if (!layout) {
        const ErrorCode code = layout.error().code;
        const bool isBroken = code == ErrorCode::FileBroken || code == ErrorCode::TooLarge;
        if (!isBroken || builder.isEmpty())
            return layout.error();
        builder.breakOff(layout.error());
    }
    return builder.take();
}

/// Reads a content into `tree`, which has to live as long.
ContentReader readerInto(TagTree& tree, const ReadGuard& guard)
{
    return [&tree, &guard](const QByteArray& content) -> Result<void> {
        auto read = treeOf(content, guard);
        if (!read)
            return read.error();
        tree = *std::move(read);
        return {};
    };
}

} // namespace

} // namespace imaging

Result<TagTree> readTagTree(const QString& path, const ReadLimits& limits,
                            const CancelToken& cancel)
{
    const imaging::ReadGuard guard(limits, cancel);
    TagTree tree;
    const auto done = imaging::readGuarded(path, guard, imaging::readerInto(tree, guard));
    if (!done)
        return done.error();
    return tree;
}

Result<TagTree> readTagTreeContent(const QByteArray& content, const QString& path,
                                   const ReadLimits& limits)
{
    const imaging::ReadGuard guard(limits, {});
    TagTree tree;
    const auto done = imaging::readGuarded(content, path, guard, imaging::readerInto(tree, guard));
    if (!done)
        return done.error();
    return tree;
}

Result<TagTree> tagTreeOf(const QByteArray& content, const ReadLimits& limits,
                          const CancelToken& cancel)
{
    return imaging::treeOf(content, imaging::ReadGuard(limits, cancel));
}

} // namespace ccad
