// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/mutation.h"

#include <QtEndian>

#include <algorithm>
#include <array>

namespace ccad::fuzz {

namespace {

/// Below `count`, which is above 0. Not std::uniform_int_distribution, which differs by library.
qsizetype below(qsizetype count, std::mt19937& random)
{
    return static_cast<qsizetype>(random() % static_cast<std::size_t>(count));
}

void putNumber(QByteArray& bytes, qsizetype at, std::mt19937& random)
{
    constexpr std::array<quint32, 10> numbers
        = {0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF};
    QByteArray number(4, '\0');
    const quint32 value = numbers[static_cast<std::size_t>(below(numbers.size(), random))];
    if (random() % 2 == 0)
        qToLittleEndian(value, number.data());
    else
        qToBigEndian(value, number.data());
    const qsizetype width = qsizetype{1} << below(3, random);
    bytes.replace(at, std::min(width, bytes.size() - at), number.left(width));
}

void change(QByteArray& bytes, std::mt19937& random)
{
    const qsizetype at = below(bytes.size(), random);
    const qsizetype length = 1 + below(std::min<qsizetype>(bytes.size() - at, 64), random);
    switch (below(7, random)) {
    case 0:
        bytes[at] = static_cast<char>(bytes[at] ^ 1 << below(8, random));
        break;
    case 1:
        bytes[at] = static_cast<char>(random());
        break;
    case 2:
        putNumber(bytes, at, random);
        break;
    case 3:
        bytes.remove(at, length);
        break;
    case 4:
        bytes.insert(at, bytes.mid(at, length));
        break;
    case 5:
        bytes.replace(below(bytes.size(), random), length, bytes.mid(at, length));
        break;
    default:
        bytes.truncate(at);
        break;
    }
}

} // namespace

QByteArray mutated(QByteArray input, std::mt19937& random)
{
    for (qsizetype changes = 1 + below(4, random); changes > 0 && !input.isEmpty(); --changes)
        change(input, random);
    return input;
}

} // namespace ccad::fuzz
