// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/dataset_tree.h"
#include "core/imaging/dicom/tag_values.h"
#include "core/results/coded_concept.h"

#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace ccad::results {

/// The elements of a data set or of an item of a sequence, as values. No value of a file makes it
/// fail: what is absent or makes no sense is empty. Valid as long as the tree.
class ItemReader
{
public:
    explicit ItemReader(const DatasetTree& tree);

    [[nodiscard]] bool has(quint32 tag) const { return m_item->find(tag) != nullptr; }
    /// Bytes as the file has them; empty when absent.
    [[nodiscard]] QByteArray bytes(quint32 tag) const;
    /// All values as one text without the spaces around it, at most `longestText` characters.
    [[nodiscard]] QString text(quint32 tag) const;
    [[nodiscard]] QStringList texts(quint32 tag) const; ///< parted by backslash
    /// The text in capitals, as code strings are to be compared.
    [[nodiscard]] QString word(quint32 tag) const { return text(tag).toUpper(); }
    /// Of numeric text and of binary numbers; none where one of them is no number, or not finite.
    [[nodiscard]] std::vector<double> numbers(quint32 tag, std::size_t most = 100000) const;
    /// The same, cut off behind the point and at a thousand million.
    [[nodiscard]] std::vector<int> integers(quint32 tag, std::size_t most = 100000) const;
    [[nodiscard]] std::optional<double> number(quint32 tag) const;
    [[nodiscard]] int integer(quint32 tag, int otherwise = 0) const;
    [[nodiscard]] Code code(quint32 tag) const; ///< of a sequence's first item
    /// The items of a sequence, at most a thousand.
    [[nodiscard]] std::vector<ItemReader> items(quint32 tag) const;
    [[nodiscard]] std::optional<ItemReader> first(quint32 tag) const;

    [[nodiscard]] const DataItem& item() const { return *m_item; }
    [[nodiscard]] bool isBigEndian() const { return m_bigEndian; }

    static constexpr qsizetype longestText = 20000;

private:
    ItemReader(const DataItem& item, const ItemReader& above);
    void followCharset();

    const DataItem* m_item;
    std::shared_ptr<const imaging::TextDecoder> m_decoder;
    bool m_bigEndian = false;
};

} // namespace ccad::results
