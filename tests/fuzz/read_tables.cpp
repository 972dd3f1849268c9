// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/dicom_dataset.h"
#include "core/imaging/dicom/internal/dicom_inflate.h"
#include "core/imaging/dicom/internal/dicom_luts.h"
#include "core/imaging/dicom/internal/dicom_voi.h"
#include "core/imaging/dicom/internal/numeric_text.h"
#include "core/imaging/dicom/tag_values.h"
#include "tests/fuzz/harness.h"
#include "tests/fuzz/input_file.h"
#include "tests/fuzz/input_reader.h"
#include "tests/fuzz/radiograph_promises.h"

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad::fuzz {

namespace {

using namespace imaging;

/// Values of these tags, of whatever bytes, as the walk would hand them to DCMTK.
struct WantedTag
{
    quint32 tag;
    const char* vr;
};

constexpr std::array paletteTags
    = {WantedTag{0x00281101, "US"}, WantedTag{0x00281102, "US"}, WantedTag{0x00281103, "US"},
       WantedTag{0x00281201, "OW"}, WantedTag{0x00281202, "OW"}, WantedTag{0x00281203, "OW"},
       WantedTag{0x00281221, "OW"}, WantedTag{0x00281222, "OW"}, WantedTag{0x00281223, "OW"}};
constexpr std::array windowTags = {WantedTag{0x00281050, "DS"}, WantedTag{0x00281051, "DS"},
                                   WantedTag{0x00281055, "LO"}, WantedTag{0x00281056, "CS"}};
constexpr std::array lutTags
    = {WantedTag{0x00283002, "US"}, WantedTag{0x00283003, "LO"}, WantedTag{0x00283006, "OW"}};

template <std::size_t count>
WantedItem wantedOf(const std::array<WantedTag, count>& tags, InputReader& reader, bool bigEndian)
{
    WantedItem item;
    for (const WantedTag& wanted : tags)
        item.values.push_back({wanted.tag, wanted.vr, bigEndian, reader.block()});
    return item;
}

void expectTable(const Result<LookupTable>& table)
{
    if (!table)
        return expect(!table.error().message.isEmpty(), "an error has a message");
    expect(!table->entries.empty() && table->entries.size() <= 65536, "a table has entries");
    expect(*std::max_element(table->entries.begin(), table->entries.end()) <= table->bits.highest(),
           "no entry is beyond the bits of its table");
    expect(table->at(std::numeric_limits<qint64>::min()) == table->entries.front()
               && table->at(std::numeric_limits<qint64>::max()) == table->entries.back(),
           "values outside of a table have its first or its last entry");
}

Result<std::unique_ptr<DcmDataset>> datasetWith(const WantedItem& wanted)
{
    auto dataset = datasetOf(wanted);
    expect(dataset.hasValue(), "DCMTK takes whatever bytes a value has");
    return dataset;
}

/// A palette as a whole, and the parts of one as tables of their own.
void readPalettes(InputReader& reader, bool flag)
{
    const WantedItem wanted = wantedOf(paletteTags, reader, flag);
    const auto dataset = datasetWith(wanted);
    expectTable(readPaletteLuminance(**dataset));
    expectTable(readLookupTable(**dataset, DCM_RedPaletteColorLookupTableDescriptor,
                                DCM_RedPaletteColorLookupTableData, flag, u"its table"_s));
}

void readVois(InputReader& reader, bool flag)
{
    Radiograph radiograph;
    radiograph.columns = 8;
    radiograph.rows = 4;
    radiograph.bits = BitDepth::of(1 + reader.choice(16)).value_or(BitDepth());
    radiograph.valueScale = 0.5 * (1 + reader.choice(8));
    radiograph.valueOffset = -100.0 * reader.choice(8);
    std::vector<std::uint16_t> pixels;
    for (int i = 0; i < radiograph.columns * radiograph.rows; ++i)
        pixels.push_back(reader.word() & radiograph.bits.highest());
    radiograph.pixels = std::make_shared<const std::vector<std::uint16_t>>(std::move(pixels));

    WantedItem wanted = wantedOf(windowTags, reader, flag);
    WantedSequence luts{0x00283010, {}};
    for (int left = reader.choice(4); left > 0; --left)
        luts.items.push_back(wantedOf(lutTags, reader, flag));
    if (!luts.items.empty())
        wanted.sequences.push_back(luts);
    const auto dataset = datasetWith(wanted);
    fillVois(radiograph, **dataset, flag);
    for (const Voi& voi : radiograph.vois)
        expectVoi(voi);
    expectVoi(radiograph.initialVoi);
}

void readNumbers(InputReader& reader, bool flag)
{
    const QString text = QString::fromUtf8(reader.rest());
    const NumericText numbers = flag ? wholeNumbersText(text) : numericText(text);
    for (const auto& value : numbers.values)
        expect(!value || std::isfinite(*value), "a number is finite");
    expect(!readingNote(u"Window Center"_s, numbers).isEmpty(), "a note says something");
}

void inflate(InputReader& reader, bool)
{
    const auto inflated = inflateDataset(reader.rest(), 0, ReadGuard(quickLimits(), {}));
    expect(!inflated || inflated->size() <= quickLimits().maxFileBytes,
           "what is inflated stays within its limit");
}

void decodeText(InputReader& reader, bool flag)
{
    const std::string_view charset = reader.block();
    const TextDecoder decoder(QByteArray(charset.data(), static_cast<qsizetype>(charset.size())));
    constexpr std::array vrs = {"PN", "LO", "UT", "DS", "IS", "AT", "FD", "UN", "OW", "SS"};
    const char* vr = vrs[static_cast<std::size_t>(reader.choice(static_cast<int>(vrs.size())))];
    const QString value = valueText(reader.rest(), {vr, flag}, decoder);
    expect(value.size() <= longestValue, "a value is short");
    expect(!value.contains(u'\n') && !value.contains(u'\r'), "a value is one line");
}

} // namespace

void readTables(const QByteArray& input)
{
    constexpr std::array kinds = {&readPalettes, &readVois, &readNumbers, &inflate, &decodeText};
    InputReader reader(input);
    const int kind = reader.choice(static_cast<int>(kinds.size()));
    const bool flag = reader.byte() % 2 != 0;
    kinds[static_cast<std::size_t>(kind)](reader, flag);
}

} // namespace ccad::fuzz
