// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results_reading/internal/content_words.h"
#include "core/results_reading/internal/object_readers.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad::results {

namespace {

constexpr quint32 contentSequence = 0x0040A730;
constexpr quint32 conceptName = 0x0040A043;
constexpr quint32 valueType = 0x0040A040;
constexpr quint32 referencedSop = 0x00081199;

/// Reads a content tree. The walk has limited its depth; its items and their text are limited here.
class TreeReader
{
public:
    [[nodiscard]] ContentItem read(const ItemReader& source);
    [[nodiscard]] bool isTruncated() const { return m_isTruncated; }

private:
    void readValue(ContentItem& item, const ItemReader& source);
    void readNumber(ContentItem& item, const ItemReader& source);
    void readChildren(ContentItem& item, const ItemReader& source);
    [[nodiscard]] bool takesOne();
    void limitText(ContentItem& item);

    static constexpr int mostItems = 20000;
    static constexpr qsizetype mostText = 4000000;
    int m_items = 0;
    qsizetype m_text = 0;
    bool m_isTruncated = false;
};

QString codeWords(const Code& code)
{
    return code.meaning.isEmpty() ? code.value : code.meaning;
}

std::optional<ReportedRegion> regionIn(const ItemReader& source)
{
    const QString type = source.word(0x00700023);
    ReportedRegion region;
    if (type == u"POLYLINE")
        region.shape = ReportedRegion::Shape::Line;
    else if (type == u"CIRCLE")
        region.shape = ReportedRegion::Shape::Circle;
    else if (type == u"ELLIPSE")
        region.shape = ReportedRegion::Shape::Ellipse;
    else if (type != u"POINT" && type != u"MULTIPOINT")
        return std::nullopt;
    const std::vector<double> data = source.numbers(0x00700022);
    constexpr double farthest = 1e6; // pixels from a film's corner
    for (std::size_t i = 0; i + 1 < data.size(); i += 2) {
        if (std::max(std::abs(data[i]), std::abs(data[i + 1])) > farthest)
            return std::nullopt;
        region.points.emplace_back(data[i], data[i + 1]);
    }
    if (region.points.empty())
        return std::nullopt;
    return region;
}

QString referencesWords(const std::vector<ObjectReference>& references)
{
    QStringList words;
    for (const ObjectReference& reference : references)
        words << referenceWords(reference);
    return words.join(u"; "_s);
}

void TreeReader::readNumber(ContentItem& item, const ItemReader& source)
{
    const auto measured = source.first(0x0040A300);
    if (!measured) {
        const QString why = codeWords(source.code(0x0040A301)); // Numeric Value Qualifier
        item.value = why.isEmpty() ? u"no value"_s : why;
        return;
    }
    item.number = measured->number(0x0040A161); // Floating Point Value, where a writer has it
    if (!item.number)
        item.number = measured->number(0x0040A30A);
    item.code = measured->code(0x004008EA);
    item.value = numberWords(measured->text(0x0040A30A), item.code);
}

void TreeReader::readValue(ContentItem& item, const ItemReader& source)
{
    const QString& type = item.valueType;
    if (type == u"TEXT") {
        item.value = source.text(0x0040A160);
    } else if (type == u"CODE") {
        item.code = source.code(0x0040A168);
        item.value = codeWords(item.code);
    } else if (type == u"NUM") {
        readNumber(item, source);
    } else if (type == u"PNAME") {
        item.value = nameWords(source.text(0x0040A123));
    } else if (type == u"DATE") {
        item.value = dateWords(source.text(0x0040A121));
    } else if (type == u"TIME") {
        item.value = timeWords(source.text(0x0040A122));
    } else if (type == u"DATETIME") {
        item.value = dateTimeWords(source.text(0x0040A120));
    } else if (type == u"UIDREF") {
        item.value = source.text(0x0040A124);
    } else if (type == u"SCOORD") {
        item.region = regionIn(source);
        item.value = item.region ? regionWords(*item.region) : u"a region without points"_s;
    } else if (type == u"IMAGE" || type == u"COMPOSITE" || type == u"WAVEFORM") {
        item.references = referencesIn(source, referencedSop);
        item.value = referencesWords(item.references);
    } else if (type == u"SCOORD3D") {
        item.value = u"a region in the room (%1)"_s.arg(source.text(0x00700023).toLower());
    } else if (type == u"TCOORD") {
        item.value = u"a time range (%1)"_s.arg(source.text(0x0040A130).toLower());
    }
}

bool TreeReader::takesOne()
{
    m_isTruncated = m_isTruncated || m_items == mostItems || m_text >= mostText;
    m_items += m_isTruncated ? 0 : 1;
    return !m_isTruncated;
}

void TreeReader::limitText(ContentItem& item)
{
    item.value.truncate(std::max<qsizetype>(0, mostText - m_text));
    m_text += item.value.size() + item.name.meaning.size();
}

void TreeReader::readChildren(ContentItem& item, const ItemReader& source)
{
    for (const ItemReader& child : source.items(contentSequence)) {
        if (!takesOne())
            return;
        item.children.push_back(read(child));
    }
    if (const auto* all = source.item().find(contentSequence))
        m_isTruncated = m_isTruncated || all->items.size() > item.children.size();
    if (!item.region)
        return;
    for (const ContentItem& child : item.children)
        item.region->images.insert(item.region->images.end(), child.references.begin(),
                                   child.references.end());
}

ContentItem TreeReader::read(const ItemReader& source)
{
    ContentItem item;
    item.relation = relationWords(source.word(0x0040A010));
    item.valueType = source.word(valueType);
    item.name = source.code(conceptName);
    // An item that only points to another one of the tree is named, and never followed.
    if (const auto places = source.numbers(0x0040DB73, 64); !places.empty()) {
        QStringList path;
        for (const double place : places)
            path << QString::number(place);
        item.value = u"see item %1"_s.arg(path.join(u'.'));
        return item;
    }
    readValue(item, source);
    limitText(item);
    readChildren(item, source);
    return item;
}

QString verificationIn(const ItemReader& dataset)
{
    const QString flag = dataset.word(0x0040A493);
    if (flag != u"VERIFIED")
        return flag.toLower();
    QStringList observers;
    for (const ItemReader& observer : dataset.items(0x0040A073))
        observers << nameWords(observer.text(0x0040A075));
    observers.removeAll(QString());
    return observers.isEmpty() ? u"verified"_s : u"verified by %1"_s.arg(observers.join(u", "_s));
}

} // namespace

const ContentItem* ContentItem::child(QStringView codeValue, QStringView scheme) const
{
    const auto found = std::find_if(children.begin(), children.end(), [&](const ContentItem& one) {
        return one.isNamed(codeValue, scheme);
    });
    return found == children.end() ? nullptr : &*found;
}

StructuredReport reportIn(const ItemReader& dataset)
{
    TreeReader reader;
    StructuredReport report;
    report.root = reader.read(dataset);
    report.completion = dataset.text(0x0040A491).toLower();
    report.verification = verificationIn(dataset);
    report.isTruncated = reader.isTruncated();
    return report;
}

} // namespace ccad::results
