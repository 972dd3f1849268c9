// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results_reading/internal/item_reader.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad::results {

namespace {

constexpr quint32 charsetTag = 0x00080005;
constexpr std::size_t mostItems = 1000;

/// Bytes of one number of that VR; 0 for text.
int sizeOf(const QByteArray& vr)
{
    struct Known
    {
        const char* vr;
        int size;
    };
    constexpr std::array<Known, 9> known = {{{"US", 2},
                                             {"SS", 2},
                                             {"OW", 2},
                                             {"UL", 4},
                                             {"SL", 4},
                                             {"FL", 4},
                                             {"OF", 4},
                                             {"FD", 8},
                                             {"OD", 8}}};
    for (const Known& one : known)
        if (vr == one.vr)
            return one.size;
    return 0;
}

template <typename Number> Number swapped(const char* at, bool bigEndian)
{
    return bigEndian ? qFromBigEndian<Number>(at) : qFromLittleEndian<Number>(at);
}

double binaryNumber(const char* at, const QByteArray& vr, bool bigEndian)
{
    if (vr == "US" || vr == "OW")
        return swapped<quint16>(at, bigEndian);
    if (vr == "SS")
        return swapped<qint16>(at, bigEndian);
    if (vr == "UL")
        return swapped<quint32>(at, bigEndian);
    if (vr == "SL")
        return swapped<qint32>(at, bigEndian);
    if (vr == "FL" || vr == "OF")
        return std::bit_cast<float>(swapped<quint32>(at, bigEndian));
    return std::bit_cast<double>(swapped<quint64>(at, bigEndian));
}

bool isFinite(double number)
{
    return std::isfinite(number);
}

/// Nothing for a value that is no number: the others would be taken for it.
std::vector<double> textNumbers(const QStringList& texts, std::size_t most)
{
    std::vector<double> numbers;
    for (const QString& text : texts) {
        bool isNumber = false;
        const double number = text.toDouble(&isNumber);
        if (numbers.size() == most)
            break;
        if (!isNumber)
            return {};
        numbers.push_back(number);
    }
    return numbers;
}

} // namespace

ItemReader::ItemReader(const DatasetTree& tree)
    : m_item(&tree.dataset), m_decoder(std::make_shared<imaging::TextDecoder>()),
      m_bigEndian(tree.layout.encoding.bigEndian)
{
    followCharset();
}

ItemReader::ItemReader(const DataItem& item, const ItemReader& above)
    : m_item(&item), m_decoder(above.m_decoder), m_bigEndian(above.m_bigEndian)
{
    followCharset();
}

void ItemReader::followCharset()
{
    if (const DataElement* charset = m_item->find(charsetTag))
        m_decoder = std::make_shared<imaging::TextDecoder>(charset->value);
}

QByteArray ItemReader::bytes(quint32 tag) const
{
    const DataElement* element = m_item->find(tag);
    return element ? element->value : QByteArray();
}

QString ItemReader::text(quint32 tag) const
{
    const DataElement* element = m_item->find(tag);
    if (!element || element->value.isEmpty())
        return {};
    constexpr qsizetype mostBytes = 4 * longestText;
    const QByteArray begin = trimmedValue(element->value.left(mostBytes));
    const QString text = m_decoder->decode(begin, element->vr.toStdString()).trimmed();
    if (text.size() <= longestText && element->value.size() <= mostBytes)
        return text;
    return text.left(longestText) + u" (cut off here)"_s;
}

QStringList ItemReader::texts(quint32 tag) const
{
    QStringList all;
    for (const QString& part : text(tag).split(u'\\', Qt::SkipEmptyParts))
        all << part.trimmed();
    return all;
}

std::vector<double> ItemReader::numbers(quint32 tag, std::size_t most) const
{
    const DataElement* element = m_item->find(tag);
    if (!element)
        return {};
    std::vector<double> numbers;
    if (const int size = sizeOf(element->vr); size == 0) {
        numbers = textNumbers(texts(tag), most);
    } else {
        const char* at = element->value.constData();
        for (qsizetype left = element->value.size(); left >= size && numbers.size() < most;
             left -= size, at += size)
            numbers.push_back(binaryNumber(at, element->vr, m_bigEndian));
    }
    return std::all_of(numbers.begin(), numbers.end(), isFinite) ? numbers : std::vector<double>();
}

std::vector<int> ItemReader::integers(quint32 tag, std::size_t most) const
{
    constexpr double largest = 1e9;
    std::vector<int> integers;
    for (const double number : numbers(tag, most))
        integers.push_back(static_cast<int>(std::clamp(number, -largest, largest)));
    return integers;
}

std::optional<double> ItemReader::number(quint32 tag) const
{
    const std::vector<double> all = numbers(tag, 1);
    return all.empty() ? std::nullopt : std::optional(all.front());
}

int ItemReader::integer(quint32 tag, int otherwise) const
{
    const std::vector<int> all = integers(tag, 1);
    return all.empty() ? otherwise : all.front();
}

Code ItemReader::code(quint32 tag) const
{
    const auto item = first(tag);
    if (!item)
        return {};
    // Long and URN codes have elements of their own (PS3.3 8.8).
    QString value = item->text(0x00080100);
    if (value.isEmpty())
        value = item->text(0x00080119);
    if (value.isEmpty())
        value = item->text(0x00080120);
    return {value, item->text(0x00080102), item->text(0x00080104), item->text(0x00080103)};
}

std::vector<ItemReader> ItemReader::items(quint32 tag) const
{
    std::vector<ItemReader> readers;
    if (const DataElement* sequence = m_item->find(tag))
        for (const DataItem& item : sequence->items)
            if (readers.size() < mostItems)
                readers.push_back(ItemReader(item, *this));
    return readers;
}

std::optional<ItemReader> ItemReader::first(quint32 tag) const
{
    const DataElement* sequence = m_item->find(tag);
    if (!sequence || sequence->items.empty())
        return std::nullopt;
    return ItemReader(sequence->items.front(), *this);
}

} // namespace ccad::results
